// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import static convoy.preprocessing.decode.Pictures.decode;
import static convoy.preprocessing.decode.Pictures.rejection;
import static convoy.preprocessing.decode.Pictures.unsigned;
import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.ImageShape;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngDecoderTest {
  private static final int HEIGHT = 13;
  private static final int WIDTH = 19;

  @ParameterizedTest
  @CsvSource({
    "0, 1", "0, 2", "0, 4", "0, 8", "0, 16", "2, 8", "2, 16", "3, 1", "3, 2", "3, 4", "3, 8",
    "4, 8", "4, 16", "6, 8", "6, 16"
  })
  void everyKindAndDepthIsExact(int colourType, int depth) throws RejectedImageException {
    for (boolean interlaced : new boolean[] {false, true}) {
      Random random = new Random(100L * colourType + depth);
      int perPixel = perPixel(colourType);
      int[][] samples = new int[HEIGHT][WIDTH * perPixel];
      for (int[] row : samples) {
        Arrays.setAll(row, i -> random.nextInt(1 << depth));
      }
      byte[] palette = new byte[3 << Math.min(depth, 8)];
      random.nextBytes(palette);
      PngBytes png = new PngBytes().header(HEIGHT, WIDTH, depth, colourType, interlaced ? 1 : 0);
      if (colourType == 3) {
        png.chunk("PLTE", palette);
      }
      byte[] file = inTwoPieces(png, PngBytes.rows(samples, perPixel, depth, interlaced));

      DecodedImage image = decode(file);

      assertThat(image.shape()).isEqualTo(new ImageShape(3, HEIGHT, WIDTH));
      assertThat(unsigned(image.rgb8()))
          .as("interlaced: %s", interlaced)
          .isEqualTo(expected(samples, colourType, (1 << depth) - 1, palette));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 9", "5, 1", "2, 2", "3, 5", "4, 4", "9, 3"})
  void interlacedImagesSmallerThanAPassAreExact(int height, int width)
      throws RejectedImageException {
    int[][] samples = new int[height][width];
    for (int i = 0; i < height * width; i++) {
      samples[i / width][i % width] = 7 * i;
    }
    byte[] file =
        inTwoPieces(
            new PngBytes().header(height, width, 8, 0, 1), PngBytes.rows(samples, 1, 8, true));

    byte[] rgb8 = decode(file).rgb8();
    for (int i = 0; i < height * width; i++) {
      assertThat(rgb8[i]).isEqualTo((byte) (7 * i));
    }
  }

  @Test
  void theJdksFilesDecodeAsTheyWere() throws RejectedImageException {
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_BYTE_INDEXED
        }) {
      BufferedImage picture = Pictures.smooth(31, 17, type);
      assertThat(decode(Pictures.file(picture, "png")).rgb8()).isEqualTo(Pictures.planes(picture));
    }
  }

  @Test
  void transparentColoursBecomeWhite() throws RejectedImageException {
    byte[] grey =
        inTwoPieces(
            new PngBytes().header(1, 3, 8, 0, 0).chunk("tRNS", (byte) 0, (byte) 20),
            PngBytes.rows(new int[][] {{10, 20, 30}}, 1, 8, false));
    byte[] rgb =
        inTwoPieces(
            new PngBytes().header(1, 2, 8, 2, 0).chunk("tRNS", new byte[] {0, 1, 0, 2, 0, 3}),
            PngBytes.rows(new int[][] {{1, 2, 3, 1, 2, 4}}, 3, 8, false));
    // Half transparent red: 255 in red, and (0 * 128 + 255 * 127) / 255 = 127 elsewhere.
    byte[] palette =
        inTwoPieces(
            new PngBytes()
                .header(1, 2, 8, 3, 0)
                .chunk("PLTE", new byte[] {-1, 0, 0, 4, 5, 6})
                .chunk("tRNS", (byte) 128),
            PngBytes.rows(new int[][] {{0, 1}}, 1, 8, false));

    assertThat(unsigned(decode(grey).rgb8()))
        .containsExactly(10, 255, 30, 10, 255, 30, 10, 255, 30);
    assertThat(unsigned(decode(rgb).rgb8())).containsExactly(255, 1, 255, 2, 255, 4);
    assertThat(unsigned(decode(palette).rgb8())).containsExactly(255, 4, 127, 5, 127, 6);
  }

  @Test
  void everyTruncationIsFound() {
    byte[] file = Pictures.file(Pictures.smooth(20, 20, BufferedImage.TYPE_INT_RGB), "png");
    for (int length = 8; length < file.length - 12; length++) {
      assertThat(rejection(Arrays.copyOf(file, length)).reason())
          .as("%d of %d bytes", length, file.length)
          .isEqualTo(RejectReason.TRUNCATED);
    }
  }

  @Test
  void aMissingEndChunkLosesNothing() throws RejectedImageException {
    byte[] file = Pictures.file(Pictures.smooth(20, 20, BufferedImage.TYPE_INT_RGB), "png");
    for (int missing = 1; missing <= 12; missing++) {
      assertThat(decode(Arrays.copyOf(file, file.length - missing)).rgb8())
          .isEqualTo(decode(file).rgb8());
    }
  }

  /** The rows come one at a time, and no more than the header says. */
  @Test
  void whatFollowsTheLastRowIsNotInflated() throws RejectedImageException {
    byte[] bomb = PngBytes.deflate(new byte[50_000_000]);

    assertThat(decode(grey(4, 4, bomb)).rgb8()).containsOnly(0);
  }

  @Test
  void everyChangedByteIsFound() {
    byte[] file = Pictures.file(Pictures.smooth(20, 20, BufferedImage.TYPE_INT_RGB), "png");
    for (int at = 0; at < file.length; at++) {
      byte[] changed = file.clone();
      changed[at] ^= 0x10;

      assertThat(rejection(changed).reason())
          .as("byte %d", at)
          .isIn(RejectReason.UNKNOWN_FORMAT, RejectReason.DAMAGED, RejectReason.TRUNCATED);
    }
  }

  @Test
  void headersThatLieAreRejected() {
    byte[] data = PngBytes.deflate(PngBytes.rows(new int[4][4], 1, 8, false));

    assertThat(rejection(grey(70_000, 70_000, data)).reason()).isEqualTo(RejectReason.TOO_LARGE);
    assertThat(rejection(grey(-1, 4, data)).reason()).isEqualTo(RejectReason.TOO_LARGE);
    assertThat(rejection(grey(8_000, 8_000, data)).reason()).isEqualTo(RejectReason.TRUNCATED);
    assertThat(rejection(grey(5, 4, data)).reason()).isEqualTo(RejectReason.TRUNCATED);
    assertThat(rejection(grey(0, 4, data)).reason()).isEqualTo(RejectReason.DAMAGED);
  }

  @Test
  void whatPngDoesNotAllowIsRejected() {
    byte[] wrongFilter = {5, 0};
    byte[] one = PngBytes.deflate(new byte[] {0, 1});
    byte[] beyondPalette =
        new PngBytes().header(1, 1, 8, 3, 0).chunk("PLTE", new byte[3]).chunk("IDAT", one).end();
    byte[] noPalette = new PngBytes().header(1, 1, 8, 3, 0).chunk("IDAT", one).end();
    byte[] noPixels = new PngBytes().header(1, 1, 8, 0, 0).end();
    byte[] unknown = new PngBytes().header(1, 1, 8, 0, 0).chunk("ABCD").chunk("IDAT", one).end();

    assertThat(rejection(grey(1, 1, PngBytes.deflate(wrongFilter))).reason())
        .isEqualTo(RejectReason.DAMAGED);
    assertThat(rejection(beyondPalette).reason()).isEqualTo(RejectReason.DAMAGED);
    assertThat(rejection(noPalette).reason()).isEqualTo(RejectReason.DAMAGED);
    assertThat(rejection(noPixels).reason()).isEqualTo(RejectReason.TRUNCATED);
    assertThat(rejection(unknown).reason()).isEqualTo(RejectReason.UNSUPPORTED);
    assertThat(rejection(new PngBytes().header(1, 1, 16, 3, 0).end()).reason())
        .isEqualTo(RejectReason.DAMAGED);
  }

  @Test
  void applesVariantIsNamed() {
    byte[] file =
        new PngBytes()
            .chunk("CgBI", (byte) 0x50, (byte) 0, (byte) 0x20, (byte) 2)
            .header(1, 1, 8, 0, 0)
            .end();

    assertThat(rejection(file).reason()).isEqualTo(RejectReason.UNSUPPORTED);
    assertThat(rejection(file).detail()).contains("Apple's CgBI");
  }

  private static byte[] grey(int height, int width, byte[] data) {
    return new PngBytes().header(height, width, 8, 0, 0).chunk("IDAT", data).end();
  }

  private static byte[] inTwoPieces(PngBytes png, byte[] rows) {
    byte[] data = PngBytes.deflate(rows);
    int half = data.length / 2;
    return png.chunk("IDAT", Arrays.copyOf(data, half))
        .chunk("tEXt", new byte[] {'a', 0, 'b'})
        .chunk("IDAT", Arrays.copyOfRange(data, half, data.length))
        .end();
  }

  private static int perPixel(int colourType) {
    return switch (colourType) {
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default -> 1;
    };
  }

  /** In real numbers: value and alpha from 0 to 1, over white, rounded at the end. */
  private static int[] expected(int[][] samples, int colourType, double most, byte[] palette) {
    int perPixel = perPixel(colourType);
    int[] rgb = new int[3 * HEIGHT * WIDTH];
    for (int i = 0; i < rgb.length; i++) {
      int channel = i / (HEIGHT * WIDTH);
      int pixel = i % (HEIGHT * WIDTH);
      int[] row = samples[pixel / WIDTH];
      int first = pixel % WIDTH * perPixel;
      if (colourType == 3) {
        rgb[i] = palette[3 * row[first] + channel] & 0xFF;
      } else {
        double value = row[first + (perPixel >= 3 ? channel : 0)] / most;
        double alpha = perPixel % 2 == 0 ? row[first + perPixel - 1] / most : 1;
        rgb[i] = (int) Math.round(255 * (value * alpha + 1 - alpha));
      }
    }
    return rgb;
  }
}
