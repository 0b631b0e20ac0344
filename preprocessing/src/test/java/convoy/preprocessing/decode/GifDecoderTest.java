// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import static convoy.preprocessing.decode.Pictures.decode;
import static convoy.preprocessing.decode.Pictures.rejection;
import static convoy.preprocessing.decode.Pictures.unsigned;
import static convoy.preprocessing.decode.Pictures.with;
import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.ImageShape;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GifDecoderTest {
  /**
   * Four pixels 1, 0, 1, 2 of a palette of four, by hand: the codes clear (4), 1, 0, 1 in three
   * bits, then 2 and end (5) in four, since code 8 is the next to be given. Each from its least
   * significant bit, 001 100 000 100 0100 1010, in bytes 0c 22 05.
   */
  private static final byte[] HANDMADE = {
    'G',
    'I',
    'F',
    '8',
    '9',
    'a',
    3,
    0,
    3,
    0,
    (byte) 0x81,
    0,
    0,
    10,
    20,
    30,
    40,
    50,
    60,
    70,
    80,
    90,
    11,
    22,
    33,
    0x21,
    (byte) 0xF9,
    4,
    1,
    0,
    0,
    2,
    0,
    0x2C,
    1,
    0,
    0,
    0,
    2,
    0,
    2,
    0,
    0,
    2,
    3,
    0x0C,
    0x22,
    0x05,
    0,
    0x3B
  };

  @Test
  void aFrameIsDrawnOnAWhiteScreen() throws RejectedImageException {
    DecodedImage image = decode(HANDMADE);

    assertThat(image.shape()).isEqualTo(new ImageShape(3, 3, 3));
    // Colour 2 is transparent; the frame lies at column 1 of row 0.
    assertThat(Arrays.copyOf(unsigned(image.rgb8()), 9))
        .containsExactly(255, 40, 10, 255, 40, 255, 255, 255, 255);
    assertThat(Arrays.copyOfRange(unsigned(image.rgb8()), 9, 18))
        .containsExactly(255, 50, 20, 255, 50, 255, 255, 255, 255);
  }

  /** Noise in 256 colours fills the table of codes many times over. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void theJdksFilesDecodeAsTheyWere(int bits) throws RejectedImageException {
    for (int repeat : new int[] {1, 50}) {
      BufferedImage picture = noise(bits, repeat);
      assertThat(decode(Pictures.file(picture, "gif")).rgb8()).isEqualTo(Pictures.planes(picture));
    }
  }

  @Test
  void onlyTheFirstFrameCounts() throws RejectedImageException {
    // A second frame: the first one's bytes, one column further to the left.
    int[] second = new int[16];
    for (int i = 0; i < second.length; i++) {
      second[i] = HANDMADE[33 + i] & 0xFF;
    }
    byte[] two = with(HANDMADE, HANDMADE.length - 1, second);
    two[HANDMADE.length] = 0;

    assertThat(decode(two).rgb8()).isEqualTo(decode(HANDMADE).rgb8());
  }

  @Test
  void everyTruncationWithinTheFirstFrameIsFound() {
    byte[] file = Pictures.file(noise(4, 3), "gif");
    // The trailer, the empty block before it, and the code that ends the pixels.
    for (int length = 6; length < file.length - 4; length++) {
      assertThat(rejection(Arrays.copyOf(file, length)).reason())
          .as("%d of %d bytes", length, file.length)
          .isIn(RejectReason.TRUNCATED, RejectReason.DAMAGED);
    }
  }

  @Test
  void whatIsMissingOrOddAfterTheFirstFrameLosesNothing() throws RejectedImageException {
    byte[] file = Pictures.file(noise(4, 3), "gif");
    byte[] cut = Arrays.copyOf(file, file.length - 1);
    byte[] zeros = with(file, file.length - 1, 0, 0);
    byte[] halfAFrame = with(cut, cut.length, 0x2C, 0, 0, 0, 0, 50);

    for (byte[] odd : new byte[][] {cut, zeros, halfAFrame}) {
      assertThat(decode(odd).rgb8()).isEqualTo(decode(file).rgb8());
    }
  }

  @Test
  void aScreenGrowsToHoldItsFrame() throws RejectedImageException {
    byte[] file = Pictures.file(noise(4, 3), "gif");
    byte[] small = file.clone();
    small[6] = 90;
    small[8] = 12;

    assertThat(decode(small).shape()).isEqualTo(new ImageShape(3, 101, 97));
    assertThat(decode(small).rgb8()).isEqualTo(decode(file).rgb8());
    // Column 2, where the screen has three: as Pillow has it, a white column is left of the frame.
    assertThat(decode(changed(34, 2)).shape()).isEqualTo(new ImageShape(3, 3, 4));
  }

  /** Frames of less than five rows have passes without a row. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 9, 30})
  void interlacedRowsComeInOrder(int height) throws RejectedImageException {
    BufferedImage picture = noise(8, 1).getSubimage(0, 0, 19, height);
    byte[] file = Pictures.file(picture, "gif");

    assertThat(file[descriptor(file, 19, height) + 9] & 0x40).isNotZero();
    assertThat(decode(file).rgb8()).isEqualTo(Pictures.planes(picture));
  }

  @Test
  void framesOfNothingAndPixelsThatAreMissingAreRejected() {
    assertThat(rejection(changed(38, 0)).reason()).isEqualTo(RejectReason.DAMAGED);
    assertThat(rejection(changed(40, 3)).reason()).isEqualTo(RejectReason.TRUNCATED);
    assertThat(rejection(changed(43, 9)).reason()).isEqualTo(RejectReason.DAMAGED);
    assertThat(rejection(changed(10, 0x01)).reason()).isEqualTo(RejectReason.DAMAGED);
  }

  @Test
  void aHeaderThatLiesTakesNoMemory() {
    byte[] file = HANDMADE.clone();
    // 8,000 x 8,000, of the screen and of the frame, which begins at column 0.
    for (int at : new int[] {6, 8, 38, 40}) {
      file[at] = 0x40;
      file[at + 1] = 0x1F;
    }
    file[34] = 0;

    assertThat(rejection(file).detail())
        .isEqualTo("4 bytes of compressed GIF pixels, which cannot hold 64000000");
  }

  /** Where the frame of that size at the upper left corner begins. */
  private static int descriptor(byte[] file, int width, int height) {
    for (int i = 0; ; i++) {
      if (file[i] == 0x2C
          && Arrays.equals(
              Arrays.copyOfRange(file, i + 1, i + 9),
              new byte[] {0, 0, 0, 0, (byte) width, 0, (byte) height, 0})) {
        return i;
      }
    }
  }

  private static byte[] changed(int at, int value) {
    byte[] file = HANDMADE.clone();
    file[at] = (byte) value;
    return file;
  }

  private static BufferedImage noise(int bits, int repeat) {
    int colours = 1 << bits;
    byte[] table = new byte[3 * colours];
    Random random = new Random(bits);
    random.nextBytes(table);
    BufferedImage picture =
        new BufferedImage(
            97,
            101,
            bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY,
            new IndexColorModel(bits, colours, table, 0, false));
    int colour = 0;
    for (int i = 0; i < 97 * 101; i++) {
      colour = i % repeat == 0 ? random.nextInt(colours) : colour;
      picture.getRaster().setSample(i % 97, i / 97, 0, colour);
    }
    return picture;
  }
}
