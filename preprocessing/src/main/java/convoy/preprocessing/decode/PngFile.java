// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import convoy.preprocessing.ImageShape;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A PNG file of which every checksum is right, reduced to what its pixels depend on. The JDK's
 * reader looks at no checksum, and stumbles over texts and profiles that nobody needs. Grey of less
 * than 8 bits becomes a palette, where that reader is at home with transparency.
 *
 * @param shape of the decoded image
 * @param entries how many colours the palette has; 0 if there is none
 * @param essential the header, palette, transparency and compressed pixels
 */
record PngFile(ImageShape shape, int entries, byte[] essential) {
  private static final int HEADER = 13;
  private static final int GREY = 0;
  private static final int PALETTE = 3;

  /** Samples a pixel, by colour type; 0 where there is no such type. */
  private static final int[] SAMPLES = {1, 0, 3, 1, 2, 0, 4};

  /** Bytes of a chunk beside its data, of which 8 stand before them. */
  private static final int FRAME = 12;

  /** Deflate makes 258 bytes of two bits at most. */
  private static final int MOST_INFLATION = 1032;

  /** Reads the first chunk, at which {@code chunks} then stands. */
  static ImageShape header(PngChunks chunks, DecodeLimits limits) throws RejectedImageException {
    String type = chunks.next();
    if (type.equals("CgBI")) {
      throw RejectedImageException.unsupported(
          "Apple's CgBI variant of PNG, which Xcode makes for iOS and other programs cannot read; convert the file to PNG");
    }
    if (!type.equals("IHDR") || chunks.length() != HEADER) {
      throw RejectedImageException.damaged("a PNG file that does not begin with its header");
    }
    return limits.admit(chunks.data32(0), chunks.data32(4));
  }

  /** Walks over the whole file. */
  static PngFile read(byte[] file, DecodeLimits limits) throws RejectedImageException {
    return new Walk(file, limits).toEnd();
  }

  private static final class Walk {
    private final byte[] file;
    private final PngChunks chunks;
    private final ImageShape shape;
    private final int colourType;
    private final int depth;
    private final ByteArrayOutputStream essential;
    private long compressed;
    private int entries;
    private boolean greyPalette;

    private Walk(byte[] file, DecodeLimits limits) throws RejectedImageException {
      this.file = file;
      this.chunks = new PngChunks(file);
      this.shape = header(chunks, limits);
      this.depth = chunks.data(8);
      this.colourType = chunks.data(9);
      this.essential = new ByteArrayOutputStream(file.length);
    }

    private PngFile toEnd() throws RejectedImageException {
      if (!isKnown()) {
        throw RejectedImageException.damaged(
            "PNG has no colour type %s with depth %s".formatted(colourType, depth));
      }
      essential.write(file, 0, chunks.begin() + HEADER + 4);
      int shades = 1 << depth;
      greyPalette = colourType == GREY && depth < 8;
      if (greyPalette) {
        writeGreys(shades);
      }
      // After the pixels the end may be missing: nothing of the image is lost.
      while (compressed == 0 || chunks.remaining() >= FRAME) {
        String type = chunks.next();
        if (type.equals("IEND")) {
          break;
        }
        chunk(type);
      }
      requireData();
      write("IEND", new byte[0]);
      return new PngFile(shape, entries, essential.toByteArray());
    }

    private boolean isKnown() {
      return switch (depth) {
        case 1, 2, 4 -> colourType == GREY || colourType == PALETTE;
        case 8 -> colourType < SAMPLES.length && SAMPLES[colourType] > 0;
        case 16 -> colourType < SAMPLES.length && SAMPLES[colourType] > 0 && colourType != PALETTE;
        default -> false;
      };
    }

    private void chunk(String type) throws RejectedImageException {
      switch (type) {
        case "PLTE" -> {
          if (colourType == PALETTE) {
            entries = chunks.length() / 3;
            keep();
          }
        }
        case "tRNS" -> {
          int length = chunks.length();
          if (colourType == PALETTE ? length > entries : length != 2 * SAMPLES[colourType]) {
            throw RejectedImageException.damaged("PNG transparency of %s bytes".formatted(length));
          }
          if (greyPalette) {
            writeTransparentGrey(chunks.data(0) << 8 | chunks.data(1));
          } else {
            keep();
          }
        }
        case "IDAT" -> {
          if (colourType == PALETTE && entries == 0) {
            throw RejectedImageException.damaged("PNG pixels of colours without a palette");
          }
          compressed += chunks.length();
          keep();
        }
        default -> {
          if (Character.isUpperCase(type.charAt(0))) {
            throw RejectedImageException.unsupported(
                "PNG chunk %s, without which the file is not to be read"
                    .formatted(type.replaceAll("[^A-Za-z]", "?")));
          }
        }
      }
    }

    private void writeGreys(int shades) {
      byte[] changed = essential.toByteArray();
      changed[chunks.begin() + 9] = PALETTE;
      essential.reset();
      essential.writeBytes(changed);
      byte[] palette = new byte[3 * shades];
      for (int i = 0; i < palette.length; i++) {
        palette[i] = (byte) (i / 3 * 255 / (shades - 1));
      }
      write("PLTE", palette);
      entries = shades;
    }

    private void writeTransparentGrey(int grey) {
      if (grey < entries) {
        byte[] alpha = new byte[grey + 1];
        Arrays.fill(alpha, (byte) 255);
        alpha[grey] = 0;
        write("tRNS", alpha);
      }
    }

    /** Writes a chunk whose checksum nobody will look at. */
    private void write(String type, byte[] data) {
      essential.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
      essential.writeBytes(type.getBytes(StandardCharsets.ISO_8859_1));
      essential.writeBytes(data);
      essential.writeBytes(new byte[4]);
    }

    private void keep() {
      essential.write(file, chunks.begin() - 8, chunks.length() + FRAME);
    }

    private void requireData() throws RejectedImageException {
      long row = ((long) shape.width() * SAMPLES[colourType] * depth + 7) / 8;
      if (row * shape.height() > compressed * MOST_INFLATION) {
        throw RejectedImageException.truncated(
            "%s bytes of compressed pixels, which cannot hold the header's %s"
                .formatted(compressed, shape));
      }
    }
  }
}
