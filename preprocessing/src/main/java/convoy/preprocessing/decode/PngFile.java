// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A PNG file from its header to its end, every checksum right, its pixels still compressed. Of the
 * chunks beside the pixels only the palette and the transparency count.
 *
 * @param palette red, green, blue of each entry, a byte each; empty if there is none
 * @param transparency the bytes of the tRNS chunk; null if there is none
 * @param data where the compressed pixels lie in {@code file}, in order
 */
record PngFile(
    byte[] file, PngHeader header, byte[] palette, byte[] transparency, List<Piece> data) {
  /** A stretch of the file. */
  record Piece(int begin, int length) {}

  /** Walks over the whole file. */
  static PngFile read(byte[] file, DecodeLimits limits) throws RejectedImageException {
    PngChunks chunks = new PngChunks(file);
    PngHeader header = PngHeader.read(chunks, limits);
    byte[] palette = new byte[0];
    byte[] transparency = null;
    List<Piece> data = new ArrayList<>();
    for (String type = chunks.next(); !type.equals("IEND"); type = chunks.next()) {
      switch (type) {
        case "PLTE" -> palette = copy(file, chunks);
        case "tRNS" -> transparency = copy(file, chunks);
        case "IDAT" -> data.add(new Piece(chunks.begin(), chunks.length()));
        default -> {
          if (Character.isUpperCase(type.charAt(0))) {
            throw RejectedImageException.unsupported(
                "PNG chunk %s, without which the file is not to be read"
                    .formatted(printable(type)));
          }
        }
      }
    }
    if (palette.length % 3 != 0
        || palette.length > 3 * 256
        || (palette.length == 0 && header.kind() == PngHeader.Kind.PALETTE)) {
      throw RejectedImageException.damaged("a PNG palette of %s bytes".formatted(palette.length));
    }
    return new PngFile(file, header, palette, transparency, data);
  }

  private static byte[] copy(byte[] file, PngChunks chunks) {
    return Arrays.copyOfRange(file, chunks.begin(), chunks.begin() + chunks.length());
  }

  private static String printable(String type) {
    return type.replaceAll("[^A-Za-z]", "?");
  }
}
