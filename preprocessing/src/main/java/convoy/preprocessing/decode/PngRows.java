// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The rows of a PNG image, decompressed and unfiltered one at a time (PNG, third edition, sections
 * 9 and 10), so that memory is two rows however much the data would inflate to.
 */
final class PngRows implements AutoCloseable {
  /** Deflate makes 258 bytes of two bits at most. */
  private static final int MOST_INFLATION = 1032;

  private final PngFile png;
  private final Inflater inflater = new Inflater();
  private final int pixelBytes;
  private final byte[] filter = new byte[1];
  private byte[] row;
  private byte[] above;
  private int length;
  private int nextPiece;

  PngRows(PngFile png) throws RejectedImageException {
    this.png = png;
    PngHeader header = png.header();
    this.pixelBytes = Math.max(1, header.kind().samples() * header.depth() / 8);
    long compressed = png.data().stream().mapToLong(PngFile.Piece::length).sum();
    long inflated = (long) header.rowBytes(header.shape().width()) * header.shape().height();
    if (inflated > compressed * MOST_INFLATION) {
      throw RejectedImageException.truncated(
          "%s bytes of compressed pixels, which cannot hold the header's %s"
              .formatted(compressed, header.shape()));
    }
  }

  /** Begins an image, or a pass of an interlaced one, whose rows have so many bytes. */
  void begin(int rowBytes) {
    length = rowBytes;
    row = new byte[rowBytes];
    above = new byte[rowBytes];
  }

  /** The next row; valid until the one after it is asked for. */
  byte[] next() throws RejectedImageException {
    byte[] swapped = above;
    above = row;
    row = swapped;
    inflate(filter, 1);
    inflate(row, length);
    switch (filter[0]) {
      case 0 -> {}
      case 1 -> addLeft();
      case 2 -> addAbove();
      case 3 -> addAverage();
      case 4 -> addPaeth();
      default ->
          throw RejectedImageException.damaged(
              "PNG has no filter %s".formatted(Byte.toUnsignedInt(filter[0])));
    }
    return row;
  }

  /**
   * Makes sure that the compressed data end with the last row, and that their checksum is right.
   */
  void requireEnd() throws RejectedImageException {
    if (inflateSome(filter, 0, 1) > 0) {
      throw RejectedImageException.damaged("more compressed pixels than the PNG header says");
    }
  }

  @Override
  public void close() {
    inflater.end();
  }

  private void inflate(byte[] into, int count) throws RejectedImageException {
    for (int done = 0; done < count; ) {
      int some = inflateSome(into, done, count - done);
      if (some == 0) {
        throw RejectedImageException.truncated("the compressed PNG pixels end before the image");
      }
      done += some;
    }
  }

  /** Inflates one byte or more; none only at the proper end of the compressed data. */
  private int inflateSome(byte[] into, int offset, int count) throws RejectedImageException {
    try {
      while (true) {
        int some = inflater.inflate(into, offset, count);
        if (some > 0 || inflater.finished()) {
          return some;
        }
        if (inflater.needsDictionary()) {
          throw RejectedImageException.damaged("compressed PNG pixels ask for a dictionary");
        }
        if (nextPiece == png.data().size()) {
          throw RejectedImageException.truncated("the compressed PNG pixels end too early");
        }
        PngFile.Piece piece = png.data().get(nextPiece++);
        inflater.setInput(png.file(), piece.begin(), piece.length());
      }
    } catch (DataFormatException e) {
      throw RejectedImageException.damaged("compressed PNG pixels: %s".formatted(e.getMessage()));
    }
  }

  private void addLeft() {
    for (int i = pixelBytes; i < length; i++) {
      row[i] += row[i - pixelBytes];
    }
  }

  private void addAbove() {
    for (int i = 0; i < length; i++) {
      row[i] += above[i];
    }
  }

  private void addAverage() {
    for (int i = 0; i < length; i++) {
      int left = i < pixelBytes ? 0 : row[i - pixelBytes] & 0xFF;
      row[i] += (byte) ((left + (above[i] & 0xFF)) >> 1);
    }
  }

  private void addPaeth() {
    for (int i = 0; i < length; i++) {
      int left = i < pixelBytes ? 0 : row[i - pixelBytes] & 0xFF;
      int corner = i < pixelBytes ? 0 : above[i - pixelBytes] & 0xFF;
      row[i] += (byte) paeth(left, above[i] & 0xFF, corner);
    }
  }

  /** Whichever of the three is nearest to left + above - corner. */
  private static int paeth(int left, int above, int corner) {
    int toLeft = Math.abs(above - corner);
    int toAbove = Math.abs(left - corner);
    int toCorner = Math.abs(left + above - 2 * corner);
    if (toLeft <= toAbove && toLeft <= toCorner) {
      return left;
    }
    return toAbove <= toCorner ? above : corner;
  }
}
