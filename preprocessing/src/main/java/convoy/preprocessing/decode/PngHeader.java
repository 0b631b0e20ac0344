// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import convoy.preprocessing.ImageShape;

/**
 * The first chunk of a PNG file.
 *
 * @param shape of the decoded image
 * @param depth bits a sample: 1, 2, 4, 8 or 16
 * @param kind what the samples of a pixel are
 * @param interlaced whether the pixels come in the seven passes of Adam7
 */
record PngHeader(ImageShape shape, int depth, Kind kind, boolean interlaced) {
  /** PNG's colour types. */
  enum Kind {
    GREY(0, 1),
    RGB(2, 3),
    PALETTE(3, 1),
    GREY_ALPHA(4, 2),
    RGB_ALPHA(6, 4);

    private final int code;
    private final int samples;

    Kind(int code, int samples) {
      this.code = code;
      this.samples = samples;
    }

    /** Samples a pixel. */
    int samples() {
      return samples;
    }

    private boolean allows(int depth) {
      return switch (depth) {
        case 1, 2, 4 -> this == GREY || this == PALETTE;
        case 8 -> true;
        case 16 -> this != PALETTE;
        default -> false;
      };
    }

    private static Kind of(int code) throws RejectedImageException {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw RejectedImageException.damaged("PNG has no colour type %s".formatted(code));
    }
  }

  /** Reads the first chunk, at which {@code chunks} then stands. */
  static PngHeader read(PngChunks chunks, DecodeLimits limits) throws RejectedImageException {
    String type = chunks.next();
    if (type.equals("CgBI")) {
      throw RejectedImageException.unsupported(
          "Apple's CgBI variant of PNG, which Xcode makes for iOS and other programs cannot read; convert the file to PNG");
    }
    if (!type.equals("IHDR") || chunks.length() != 13) {
      throw RejectedImageException.damaged("a PNG file that does not begin with its header");
    }
    Kind kind = Kind.of(chunks.data(9));
    int depth = chunks.data(8);
    int interlace = chunks.data(12);
    if (!kind.allows(depth) || chunks.data16(10) != 0 || interlace > 1) {
      throw RejectedImageException.damaged(
          "PNG has no colour type %s with depth %s, compression %s, filters %s, interlacing %s"
              .formatted(kind, depth, chunks.data(10), chunks.data(11), interlace));
    }
    ImageShape shape = limits.admit(number(chunks, 0), number(chunks, 4));
    return new PngHeader(shape, depth, kind, interlace == 1);
  }

  /** Bytes of a row of so many pixels, without the byte that names its filter. */
  int rowBytes(int pixels) {
    return (int) (((long) pixels * kind.samples() * depth + 7) / 8);
  }

  private static long number(PngChunks chunks, int index) throws RejectedImageException {
    return (long) chunks.data16(index) << 16 | chunks.data16(index + 2);
  }
}
