// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes PNG files of any kind, sample by sample, with a different filter in each row. */
final class PngBytes {
  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  PngBytes() {
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
  }

  /** A header. */
  PngBytes header(int height, int width, int depth, int colourType, int interlace) {
    byte[] data =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) depth)
            .put((byte) colourType)
            .putShort((short) 0)
            .put((byte) interlace)
            .array();
    return chunk("IHDR", data);
  }

  PngBytes chunk(String type, byte... data) {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(data);
    file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    file.writeBytes(name);
    file.writeBytes(data);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    return this;
  }

  byte[] end() {
    chunk("IEND");
    return file.toByteArray();
  }

  static byte[] deflate(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out, new Deflater(9))) {
      deflater.write(bytes);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Rows of an image whose samples are given as [height][width * samplesPerPixel]. */
  static byte[] rows(int[][] samples, int perPixel, int depth, boolean interlaced) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int height = samples.length;
    int width = samples[0].length / perPixel;
    int[][] passes = interlaced ? ADAM7 : new int[][] {{0, 0, 1, 1}};
    for (int[] pass : passes) {
      byte[] above = new byte[0];
      for (int y = pass[1], row = 0; y < height && pass[0] < width; y += pass[3], row++) {
        StringBuilder bits = new StringBuilder();
        for (int x = pass[0]; x < width; x += pass[2]) {
          for (int s = 0; s < perPixel; s++) {
            String binary = Integer.toBinaryString(samples[y][x * perPixel + s]);
            bits.append("0".repeat(depth - binary.length())).append(binary);
          }
        }
        byte[] plain = bytes(bits);
        int filter = row % 5;
        out.write(filter);
        int back = Math.max(1, perPixel * depth / 8);
        for (int i = 0; i < plain.length; i++) {
          int left = i < back ? 0 : plain[i - back] & 0xFF;
          int up = above.length == 0 ? 0 : above[i] & 0xFF;
          int corner = i < back || above.length == 0 ? 0 : above[i - back] & 0xFF;
          out.write(plain[i] - prediction(filter, left, up, corner));
        }
        above = plain;
      }
    }
    return out.toByteArray();
  }

  private static int prediction(int filter, int left, int up, int corner) {
    return switch (filter) {
      case 0 -> 0;
      case 1 -> left;
      case 2 -> up;
      case 3 -> (left + up) / 2;
      default -> {
        int estimate = left + up - corner;
        int best = left;
        for (int candidate : new int[] {up, corner}) {
          if (Math.abs(estimate - candidate) < Math.abs(estimate - best)) {
            best = candidate;
          }
        }
        yield best;
      }
    };
  }

  private static byte[] bytes(StringBuilder bits) {
    bits.append("0".repeat(Math.floorMod(-bits.length(), 8)));
    byte[] bytes = new byte[bits.length() / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
    }
    return bytes;
  }
}
