// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.ImageShape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The decoded images of one partition, in memory.
 *
 * @param shape of every image
 * @param images in their order; not copied
 */
public record ImageBlock(ImageShape shape, List<LabelledImage> images) implements Serializable {
  public ImageBlock {
    for (LabelledImage image : images) {
      if (image.pixels().length != shape.size()) {
        throw new IllegalArgumentException(
            "an image of %s has %d bytes, not %d"
                .formatted(shape, shape.size(), image.pixels().length));
      }
    }
  }

  /** All that an iterator gives. */
  static ImageBlock of(ImageShape shape, Iterator<LabelledImage> images) {
    List<LabelledImage> all = new ArrayList<>();
    images.forEachRemaining(all::add);
    return new ImageBlock(shape, all);
  }

  /** How many images there are. */
  public int count() {
    return images.size();
  }

  /** The class of an image. */
  public int label(int image) {
    return images.get(image).label();
  }

  /**
   * Writes one image as floats of 0 to 255.
   *
   * @param into receives {@link ImageShape#size} values from {@code offset} on
   */
  public void copyImage(int image, float[] into, int offset) {
    byte[] pixels = images.get(image).pixels();
    for (int i = 0; i < pixels.length; i++) {
      into[offset + i] = pixels[i] & 0xff;
    }
  }
}
