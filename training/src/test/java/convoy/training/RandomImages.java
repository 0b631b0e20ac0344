// SPDX-License-Identifier: Apache-2.0
package convoy.training;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.shard.ImageBlock;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Noise with a class: each class brightens one part of the image, so that there is something to
 * learn.
 */
public final class RandomImages {
  private RandomImages() {}

  public static ImageBlock block(long seed, int count, ImageShape shape, int classes) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] labels = new int[count];
    byte[] pixels = new byte[count * shape.size()];
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextInt(classes);
      for (int j = 0; j < shape.size(); j++) {
        boolean bright = j % classes == labels[i];
        pixels[i * shape.size() + j] = (byte) (random.nextInt(128) + (bright ? 127 : 0));
      }
    }
    return new ImageBlock(shape, labels, pixels);
  }

  /** The images {@code from} to {@code to} (exclusive) of a block, as a block. */
  public static ImageBlock part(ImageBlock block, int from, int to) {
    int size = block.shape().size();
    return new ImageBlock(
        block.shape(),
        Arrays.copyOfRange(block.labels(), from, to),
        Arrays.copyOfRange(block.pixels(), from * size, to * size));
  }
}
