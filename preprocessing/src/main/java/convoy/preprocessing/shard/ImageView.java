// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.decode.DecodeLimits;
import convoy.preprocessing.decode.DecodedImage;
import convoy.preprocessing.decode.ImageDecoder;
import convoy.preprocessing.decode.RejectedImageException;
import convoy.preprocessing.decode.Resize;
import java.util.Arrays;

/**
 * Makes images of one shape out of what shards hold. An image that has the shape is taken as it is;
 * of another the shorter side is resized and the square in the centre taken.
 *
 * @param shape of every image in view
 */
record ImageView(ImageShape shape) implements ExampleView {
  private static final int COLOURS = 3;

  @Override
  public Encoding encoding() {
    return shape.channels() == COLOURS ? Encoding.RGB8 : Encoding.GRAY8;
  }

  /** {@inheritDoc} Images that differ in size come from files, and are decoded in colour. */
  @Override
  public void requireSome(ImageShape stored, String shards) {
    int channels = stored == null ? COLOURS : stored.channels();
    if (shape.channels() < COLOURS && channels == COLOURS) {
      throw new BadInputException(
          "the images of %s are in colour, and the network was trained on %s: give shards of grey images"
              .formatted(shards, shape));
    }
    if (stored != null && !stored.equals(shape) && shape.height() != shape.width()) {
      throw new BadInputException(
          "the images of %s are %s, and the network was trained on %s: give shards of that shape, for of other images only squares are made"
              .formatted(shards, stored, shape));
    }
  }

  @Override
  public byte[] values(String id, Encoding encoding, ImageShape stored, byte[] image) {
    return switch (encoding) {
      case RGB8, GRAY8 -> {
        if (image.length != stored.size()) {
          throw new BadInputException(
              "example %s is %s in %s bytes, not %s"
                  .formatted(id, stored, image.length, stored.size()));
        }
        yield stored.equals(shape) ? image : seen(id, stored, coloured(stored, image));
      }
      case JPEG, PNG, GIF, BMP, WEBP, TIFF -> {
        DecodedImage decoded = decode(id, image);
        if (!decoded.shape().equals(stored)) {
          throw new BadInputException(
              "example %s is %s, and its shard says %s; shard the data again"
                  .formatted(id, decoded.shape(), stored));
        }
        yield decoded.shape().equals(shape) ? decoded.rgb8() : seen(id, decoded.shape(), decoded);
      }
      case FLOAT32, FILE ->
          throw new BadInputException(
              "example %s holds %s, which is not an image as the others; shard the data again"
                  .formatted(id, encoding.code()));
    };
  }

  private static DecodedImage coloured(ImageShape stored, byte[] image) {
    byte[] planes = Arrays.copyOf(image, COLOURS * stored.plane());
    for (int channel = stored.channels(); channel < COLOURS; channel++) {
      System.arraycopy(image, 0, planes, channel * stored.plane(), stored.plane());
    }
    return new DecodedImage(new ImageShape(COLOURS, stored.height(), stored.width()), planes);
  }

  private byte[] seen(String id, ImageShape stored, DecodedImage image) {
    int side = shape.height();
    if (shape.width() != side || (shape.channels() < COLOURS && stored.channels() == COLOURS)) {
      throw new BadInputException(
          "example %s is %s, not %s as the others".formatted(id, stored, shape));
    }
    byte[] square = Resize.centreSquare(image, side, side).rgb8();
    return shape.channels() == COLOURS ? square : Arrays.copyOf(square, shape.size());
  }

  private static DecodedImage decode(String id, byte[] image) {
    try {
      return ImageDecoder.decode(image, DecodeLimits.DEFAULT);
    } catch (RejectedImageException e) {
      throw new BadInputException(
          "example %s can no longer be decoded: %s".formatted(id, e.getMessage()), e);
    }
  }
}
