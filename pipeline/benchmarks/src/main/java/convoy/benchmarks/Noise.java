// SPDX-License-Identifier: Apache-2.0
package convoy.benchmarks;

import java.util.SplittableRandom;

/**
 * A minibatch of noise with random labels, the one that Convoy's benchmark draws of the same seed.
 *
 * @param images {@code [n, 3, 32, 32]}, row by row; pixels between -2 and 2
 * @param labels {@code [n]}, whole numbers from 0 to 9
 */
record Noise(float[] images, float[] labels) {
  static final int CHANNELS = 3;
  static final int SIDE = 32;
  static final int CLASSES = 10;

  /** Draws {@code batch} images. */
  static Noise draw(long seed, int batch) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] pixels = new byte[CHANNELS * SIDE * SIDE];
    float[] images = new float[batch * pixels.length];
    float[] labels = new float[batch];
    for (int i = 0; i < batch; i++) {
      random.nextBytes(pixels);
      labels[i] = random.nextInt(CLASSES);
      for (int j = 0; j < pixels.length; j++) {
        images[i * pixels.length + j] = (Byte.toUnsignedInt(pixels[j]) - 128) / 64f;
      }
    }
    return new Noise(images, labels);
  }
}
