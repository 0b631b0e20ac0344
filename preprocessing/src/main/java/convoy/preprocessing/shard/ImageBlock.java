// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.ImageShape;
import java.io.Serializable;

/**
 * Decoded images of one partition, one after the other.
 *
 * @param shape of every image
 * @param labels of the images
 * @param pixels {@code [n, channels, height, width]}, one unsigned byte each; not copied
 */
public record ImageBlock(ImageShape shape, int[] labels, byte[] pixels) implements Serializable {
  public ImageBlock {
    if (pixels.length != (long) labels.length * shape.size()) {
      throw new IllegalArgumentException(
          "%d images of %s are %d bytes, not %d"
              .formatted(labels.length, shape, (long) labels.length * shape.size(), pixels.length));
    }
  }

  /** How many images there are. */
  public int count() {
    return labels.length;
  }

  /**
   * Writes one image as floats of 0 to 255.
   *
   * @param into receives {@link ImageShape#size} values from {@code offset} on
   */
  public void copyImage(int image, float[] into, int offset) {
    int size = shape.size();
    int from = image * size;
    for (int i = 0; i < size; i++) {
      into[offset + i] = pixels[from + i] & 0xff;
    }
  }
}
