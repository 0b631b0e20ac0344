// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import convoy.preprocessing.ImageShape;
import java.util.Arrays;

/**
 * The first page of a TIFF file, of which no strip or tile is cut short.
 *
 * @param shape of the decoded image
 * @param essential the file with a directory of the tags that pixels depend on, and of this page
 *     alone
 */
record TiffFile(ImageShape shape, byte[] essential) {
  private static final int UNCOMPRESSED = 1;
  private static final int JPEG = 7;

  /** None, the three of fax, LZW, JPEG, Deflate and its older number, PackBits. */
  private static final int[] COMPRESSIONS = {UNCOMPRESSED, 2, 3, 4, 5, JPEG, 8, 32_773, 32_946};

  private static final int WHITE_IS_ZERO = 0;
  private static final int YCBCR = 6;

  /** White is zero, black is zero, RGB, palette, ink, YCbCr. */
  private static final int[] PHOTOMETRICS = {WHITE_IS_ZERO, 1, 2, 3, 5, YCBCR};

  private static final int[] BITS = {1, 2, 4, 8, 16};
  private static final int MOST_SAMPLES = 8;
  private static final int SEPARATE_PLANES = 2;
  private static final int LONGEST_TILE = 1 << 16;

  /** What the pixels depend on, beside {@link TiffTags}' constants the details of compressions. */
  private static final int[] KEPT = {
    256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 284, 292, 293, 317, 320, 322, 323, 324, 325,
    332, 334, 338, 339, 347, 529, 530, 531, 532
  };

  /** Reads the directory, and checks that the strips or tiles are there. */
  static TiffFile read(byte[] file, DecodeLimits limits) throws RejectedImageException {
    TiffTags tags = new TiffTags(file);
    for (int tag : new int[] {TiffTags.WIDTH, TiffTags.HEIGHT, TiffTags.PHOTOMETRIC}) {
      if (!tags.has(tag)) {
        throw RejectedImageException.damaged("a TIFF file without tag %s".formatted(tag));
      }
    }
    ImageShape shape = limits.admit(tags.value(TiffTags.WIDTH, 0), tags.value(TiffTags.HEIGHT, 0));
    requireSupported(tags);
    new Pieces(file, tags, shape, limits).check();
    return new TiffFile(shape, tags.with(KEPT));
  }

  private static void requireSupported(TiffTags tags) throws RejectedImageException {
    long compression = tags.number(TiffTags.COMPRESSION, UNCOMPRESSED);
    long photometric = tags.value(TiffTags.PHOTOMETRIC, 0);
    long bits = tags.number(TiffTags.BITS, 1);
    long samples = tags.number(TiffTags.SAMPLES, 1);
    long format = tags.number(TiffTags.SAMPLE_FORMAT, 1);
    boolean separate = tags.number(TiffTags.PLANAR, 1) == SEPARATE_PLANES;
    if (!among(COMPRESSIONS, compression)
        || !among(PHOTOMETRICS, photometric)
        || !among(BITS, bits)
        || samples > MOST_SAMPLES
        || format != 1
        || (photometric == WHITE_IS_ZERO && samples > 1)
        || (photometric == YCBCR && separate)) {
      throw RejectedImageException.unsupported(
          "TIFF of compression %s, colours %s, %s samples of %s bits in format %s%s; save it as RGB or grey of 8 or 16 bits"
              .formatted(
                  compression, photometric, samples, bits, format, separate ? ", in planes" : ""));
    }
  }

  private static boolean among(int[] values, long value) {
    return Arrays.stream(values).anyMatch(known -> known == value);
  }

  /** The strips of a page, which are tiles as wide as the image, or its tiles. */
  private record Pieces(byte[] file, TiffTags tags, ImageShape shape, DecodeLimits limits) {
    private void check() throws RejectedImageException {
      boolean tiled = tags.has(TiffTags.TILE_OFFSETS);
      long width = tiled ? tags.number(TiffTags.TILE_WIDTH, 0) : shape.width();
      long height =
          tiled
              ? tags.number(TiffTags.TILE_HEIGHT, 0)
              : Math.min(shape.height(), tags.number(TiffTags.ROWS_PER_STRIP, shape.height()));
      if (width < 1 || height < 1 || width > LONGEST_TILE || height > LONGEST_TILE) {
        throw RejectedImageException.damaged(
            "TIFF tiles of %s x %s (width x height)".formatted(width, height));
      }
      int offsets = tiled ? TiffTags.TILE_OFFSETS : TiffTags.STRIP_OFFSETS;
      int bytes = tiled ? TiffTags.TILE_BYTES : TiffTags.STRIP_BYTES;
      int samples = (int) tags.number(TiffTags.SAMPLES, 1);
      boolean separate = tags.number(TiffTags.PLANAR, 1) == SEPARATE_PLANES;
      long down = (shape.height() + height - 1) / height;
      long count = (shape.width() + width - 1) / width * down * (separate ? samples : 1);
      if (tags.count(offsets) < count || (tags.has(bytes) && tags.count(bytes) < count)) {
        throw RejectedImageException.truncated(
            "a TIFF file lists %s of %s strips or tiles".formatted(tags.count(offsets), count));
      }
      long rowBits = width * (separate ? 1 : samples) * tags.number(TiffTags.BITS, 1);
      for (int i = 0; i < count; i++) {
        long rows = tiled ? height : Math.min(height, shape.height() - i % down * height);
        long least = uncompressed() ? (rowBits + 7) / 8 * rows : 1;
        long begin = tags.value(offsets, i);
        long length = tags.has(bytes) ? Math.max(least, tags.value(bytes, i)) : least;
        if (begin + length > file.length) {
          throw RejectedImageException.truncated(
              "the file ends at byte %s, within a TIFF strip or tile of %s bytes that begins at byte %s"
                  .formatted(file.length, length, begin));
        }
        requireJpegWithin(begin, length, width, height);
      }
    }

    private boolean uncompressed() throws RejectedImageException {
      // Subsampled colours are fewer samples than pixels have.
      return tags.number(TiffTags.COMPRESSION, UNCOMPRESSED) == UNCOMPRESSED
          && tags.value(TiffTags.PHOTOMETRIC, 0) != YCBCR;
    }

    /** The JPEG library goes by the header of a tile, not by the directory. */
    private void requireJpegWithin(long begin, long length, long width, long height)
        throws RejectedImageException {
      if (tags.number(TiffTags.COMPRESSION, UNCOMPRESSED) != JPEG) {
        return;
      }
      byte[] jpeg = Arrays.copyOfRange(file, (int) begin, (int) (begin + length));
      ImageShape tile = JpegHeader.read(new JpegSegments(jpeg), limits).shape();
      if (tile.width() > width || tile.height() > height) {
        throw RejectedImageException.damaged(
            "a JPEG of %s in a TIFF tile of %s x %s".formatted(tile, width, height));
      }
    }
  }
}
