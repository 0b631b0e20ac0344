// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.ImageShape;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/**
 * Prints how many images a second one core augments; run by hand for the figures of the README. A
 * second of warming up and two of measuring for each, image by image in a minibatch of 128.
 */
final class AugmentationSpeed {
  private static final int BATCH = 128;
  private static final List<String> CHAINS =
      List.of(
          "flip",
          "flip alternating",
          "crop 4 zero",
          "crop 4 reflect",
          "resized-crop",
          "jitter brightness 0.4 contrast 0.4 saturation 0.4",
          "jitter brightness 0.4 contrast 0.4 saturation 0.4 hue 0.1",
          "pca-noise",
          "cutout 8",
          "flip alternating, crop 2 reflect, cutout 8",
          "flip, resized-crop, jitter brightness 0.4 contrast 0.4 saturation 0.4, pca-noise");

  private AugmentationSpeed() {}

  /** Measures all chains on images of 32 x 32 and of 224 x 224. */
  public static void main(String[] arguments) {
    for (String chain : CHAINS) {
      System.out.printf(
          "%-85s %,12.0f %,10.0f%n",
          chain, imagesPerSecond(chain, 32), imagesPerSecond(chain, 224));
    }
  }

  private static double imagesPerSecond(String chain, int side) {
    ImageShape shape = new ImageShape(3, side, side);
    Augmenter augmenter = Images.augmenter(chain, shape);
    float[] fresh = Images.random(new ImageShape(3, BATCH * side, side), 1);
    run(augmenter, fresh, 1);
    return run(augmenter, fresh, 2);
  }

  /** By the thread's processor time: other work on the machine does not count. */
  private static double run(Augmenter augmenter, float[] fresh, int seconds) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    float[] images = new float[fresh.length];
    long spent = 0;
    long done = 0;
    for (int epoch = 0; spent < seconds * 1_000_000_000L; epoch++) {
      // Not the last result again: it would fade away.
      System.arraycopy(fresh, 0, images, 0, fresh.length);
      long begin = threads.getCurrentThreadCpuTime();
      for (int image = 0; image < BATCH; image++) {
        augmenter.apply(images, image, epoch, image);
      }
      spent += threads.getCurrentThreadCpuTime() - begin;
      done += BATCH;
    }
    return done * 1e9 / spent;
  }
}
