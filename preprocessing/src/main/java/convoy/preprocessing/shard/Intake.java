// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.decode.DecodeLimits;
import convoy.preprocessing.decode.DecodedImage;
import convoy.preprocessing.decode.ImageDecoder;
import convoy.preprocessing.decode.ImageHeader;
import convoy.preprocessing.decode.JpegEncoder;
import convoy.preprocessing.decode.RejectedImageException;
import convoy.preprocessing.decode.Resize;
import java.io.Serializable;
import java.util.Optional;

/**
 * What is done to every example on its way from a source into a shard: image files are decoded once
 * to see that they can be, and kept as they came or made smaller.
 *
 * @param shorterSide what the shorter side of larger images is resized to, in pixels; 0 keeps files
 *     as they came
 * @param quality of the JPEG files that resizing writes, 1 to 100
 */
public record Intake(int shorterSide, int quality) implements Serializable {
  /** Images go into shards as they came. */
  public static final Intake AS_THEY_CAME = new Intake(0, 100);

  /** One line for the manifest. */
  String description() {
    return shorterSide == 0
        ? "as they came"
        : "shorter side at most %s pixels, JPEG quality %s where it was longer"
            .formatted(shorterSide, quality);
  }

  /** Why an example cannot be used; nothing if it can. */
  Optional<Rejection> check(Example example) {
    if (example.encoding() != Encoding.FILE) {
      return Optional.empty();
    }
    try {
      ImageDecoder.decode(example.image(), DecodeLimits.DEFAULT);
      return Optional.empty();
    } catch (RejectedImageException e) {
      return Optional.of(new Rejection(example.id(), e.reason().code(), e.detail()));
    }
  }

  /** About how many bytes the image takes in a shard. */
  int storedBytes(Example example) {
    int bytes = example.image().length;
    if (shorterSide == 0 || example.encoding() != Encoding.FILE) {
      return bytes;
    }
    ImageShape shape = inspect(example).shape();
    double scale = Math.min(1, (double) shorterSide / Math.min(shape.height(), shape.width()));
    return (int) (bytes * scale * scale);
  }

  /**
   * The example as the shard holds it.
   *
   * @param example one that {@link #check} found usable
   * @throws BadInputException if it no longer is
   */
  Example store(Example example) {
    try {
      return stored(example);
    } catch (RejectedImageException e) {
      throw changed(example, e);
    }
  }

  /**
   * The same of an example that nobody has checked.
   *
   * @throws RejectedImageException if it is seen to be unusable; one that is kept as it came may
   *     yet not decode
   */
  Example stored(Example example) throws RejectedImageException {
    if (example.encoding() != Encoding.FILE) {
      return example;
    }
    ImageHeader file = ImageHeader.inspect(example.image(), DecodeLimits.DEFAULT);
    ImageShape shape = file.shape();
    if (shorterSide == 0 || Math.min(shape.height(), shape.width()) <= shorterSide) {
      return with(example, Encoding.of(file.format().code()), shape, example.image());
    }
    DecodedImage image =
        Resize.shorterSide(
            ImageDecoder.decode(example.image(), DecodeLimits.DEFAULT),
            shorterSide,
            DecodeLimits.DEFAULT);
    return with(example, Encoding.JPEG, image.shape(), JpegEncoder.encode(image, quality));
  }

  private static ImageHeader inspect(Example example) {
    try {
      return ImageHeader.inspect(example.image(), DecodeLimits.DEFAULT);
    } catch (RejectedImageException e) {
      throw changed(example, e);
    }
  }

  private static Example with(Example example, Encoding encoding, ImageShape shape, byte[] image) {
    return new Example(example.id(), example.label(), shape, encoding, image);
  }

  private static BadInputException changed(Example example, RejectedImageException e) {
    return new BadInputException(
        "%s changed while it was read: %s".formatted(example.id(), e.getMessage()), e);
  }
}
