// SPDX-License-Identifier: Apache-2.0
package convoy.training;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.LabelledImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Noise with a class: each class brightens one part of the image, so that there is something to
 * learn.
 */
public final class RandomImages {
  private RandomImages() {}

  public static ImageBlock block(long seed, int count, ImageShape shape, int classes) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LabelledImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int label = random.nextInt(classes);
      byte[] pixels = new byte[shape.size()];
      for (int j = 0; j < shape.size(); j++) {
        boolean bright = j % classes == label;
        pixels[j] = (byte) (random.nextInt(128) + (bright ? 127 : 0));
      }
      images.add(new LabelledImage(random.nextLong(), label, pixels));
    }
    return new ImageBlock(shape, images);
  }

  /** Some images of a block, as a block. */
  public static ImageBlock pick(ImageBlock block, int... images) {
    return new ImageBlock(
        block.shape(), IntStream.of(images).mapToObj(block.images()::get).toList());
  }

  /** The images {@code from} to {@code to} (exclusive) of a block, as a block. */
  public static ImageBlock part(ImageBlock block, int from, int to) {
    return new ImageBlock(block.shape(), List.copyOf(block.images().subList(from, to)));
  }
}
