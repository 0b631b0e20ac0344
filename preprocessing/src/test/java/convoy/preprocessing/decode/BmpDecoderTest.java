// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import static convoy.preprocessing.decode.Pictures.decode;
import static convoy.preprocessing.decode.Pictures.rejection;
import static convoy.preprocessing.decode.Pictures.unsigned;
import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.ImageShape;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BmpDecoderTest {
  private static final int[] TWO_COLOURS = {0x0A141E, 0x28323C};

  @Test
  void theJdksFilesDecodeAsTheyWere() throws RejectedImageException {
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB,
          BufferedImage.TYPE_BYTE_INDEXED,
          BufferedImage.TYPE_BYTE_BINARY,
          BufferedImage.TYPE_USHORT_555_RGB,
          BufferedImage.TYPE_USHORT_565_RGB
        }) {
      BufferedImage picture = Pictures.smooth(31, 17, type);
      byte[] rgb8 = decode(Pictures.file(picture, "bmp")).rgb8();
      // The JDK rounds 5 and 6 bits to 8 a little differently.
      assertThat(Pictures.distance(rgb8, Pictures.planes(picture))).as("%d", type).isLessThan(2);
    }
  }

  /** 2 x 3 pixels, the bottom row first. */
  @Test
  void palettesOfOneFourAndEightBits() throws RejectedImageException {
    byte[] oneBit = bitmap(2, 3, 1, TWO_COLOURS, 0b10100000, 0, 0, 0, 0b01000000, 0, 0, 0);
    byte[] fourBits = bitmap(2, 3, 4, TWO_COLOURS, 0x10, 0x10, 0, 0, 0x01, 0x00, 0, 0);
    byte[] eightBits = bitmap(2, 3, 8, TWO_COLOURS, 1, 0, 1, 0, 0, 1, 0, 0);

    for (byte[] file : new byte[][] {oneBit, fourBits, eightBits}) {
      assertThat(decode(file).shape()).isEqualTo(new ImageShape(3, 2, 3));
      assertThat(unsigned(decode(file).rgb8()))
          .containsExactly(10, 40, 10, 40, 10, 40, 20, 50, 20, 50, 20, 50, 30, 60, 30, 60, 30, 60);
    }
  }

  @Test
  void aNegativeHeightBeginsAtTheTop() throws RejectedImageException {
    byte[] file = bitmap(-2, 1, 24, new int[0], 3, 2, 1, 0, 6, 5, 4, 0);

    assertThat(unsigned(decode(file).rgb8())).containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void thirtyTwoBitsIgnoreTheFourthByte() throws RejectedImageException {
    byte[] file = bitmap(1, 2, 32, new int[0], 3, 2, 1, 0, 6, 5, 4, 99);

    assertThat(unsigned(decode(file).rgb8())).containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void masksSayWhereTheColoursAre() throws RejectedImageException {
    byte[] file = bitmap(1, 1, 32, new int[] {0x000000FF, 0x0000FF00, 0x3FF00000}, 7, 8, 0, 0x20);
    file[30] = 3;

    // Blue has ten bits: 0x200 of 0x3FF is 512 / 1023 * 255 = 127.6.
    assertThat(unsigned(decode(file).rgb8())).containsExactly(7, 8, 128);
  }

  @Test
  void everyTruncationIsFound() {
    byte[] file = bitmap(2, 3, 24, new int[0], new int[24]);
    // The last row may go without its padding of three bytes.
    for (int length = 2; length < file.length - 3; length++) {
      assertThat(rejection(Arrays.copyOf(file, length)).reason())
          .as("%d of %d bytes", length, file.length)
          .isEqualTo(RejectReason.TRUNCATED);
    }
  }

  @Test
  void headersThatLieAreRejected() {
    byte[] file = bitmap(2, 3, 8, TWO_COLOURS, 1, 0, 2, 0, 0, 1, 0, 0);

    assertThat(rejection(file).reason()).isEqualTo(RejectReason.DAMAGED);
    assertThat(rejection(bitmap(2, -3, 8, TWO_COLOURS, 0)).reason())
        .isEqualTo(RejectReason.DAMAGED);
    assertThat(rejection(bitmap(Integer.MIN_VALUE, 3, 8, TWO_COLOURS, 0)).reason())
        .isEqualTo(RejectReason.TOO_LARGE);
    assertThat(rejection(bitmap(8000, 8000, 24, TWO_COLOURS, 0)).reason())
        .isEqualTo(RejectReason.TRUNCATED);
    assertThat(rejection(bitmap(2, 3, 2, TWO_COLOURS, 0)).reason())
        .isEqualTo(RejectReason.UNSUPPORTED);
    file[30] = 1;
    assertThat(rejection(file).reason()).isEqualTo(RejectReason.UNSUPPORTED);
  }

  /** A file with a header of 40 bytes, and a palette (or masks) of four bytes an entry. */
  private static byte[] bitmap(int height, int width, int bits, int[] table, int... pixels) {
    int begin = 54 + 4 * table.length;
    ByteBuffer file =
        ByteBuffer.allocate(begin + pixels.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 'B')
            .put((byte) 'M')
            .putInt(begin + pixels.length)
            .putInt(0)
            .putInt(begin)
            .putInt(40)
            .putInt(width)
            .putInt(height)
            .putShort((short) 1)
            .putShort((short) bits)
            .putInt(0)
            .putInt(0)
            .putLong(0)
            .putInt(bits <= 8 ? table.length : 0)
            .putInt(0);
    for (int entry : table) {
      file.putInt(entry);
    }
    for (int value : pixels) {
      file.put((byte) value);
    }
    return file.array();
  }
}
