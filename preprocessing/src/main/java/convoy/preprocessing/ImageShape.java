// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import java.io.Serializable;

/** The shape of an image as arrays hold it: {@code [channels, height, width]}, in pixels. */
public record ImageShape(int channels, int height, int width) implements Serializable {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is below 1, or an image would not fit in an array
   */
  public ImageShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "an image has at least one channel, row and column, not %s x %s x %s"
              .formatted(channels, height, width));
    }
    if ((long) height * width > Integer.MAX_VALUE / channels) {
      throw new IllegalArgumentException(
          "an image of %s x %s x %s has more values than an array holds"
              .formatted(channels, height, width));
    }
  }

  /** Values in one image: channels x height x width. */
  public int size() {
    return channels * height * width;
  }

  /** Values in one channel: height x width. */
  public int plane() {
    return height * width;
  }

  @Override
  public String toString() {
    return height + " x " + width + " x " + channels;
  }
}
