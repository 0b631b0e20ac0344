// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import static convoy.preprocessing.decode.Pictures.decode;
import static convoy.preprocessing.decode.Pictures.distance;
import static convoy.preprocessing.decode.Pictures.planes;
import static convoy.preprocessing.decode.Pictures.rejection;
import static convoy.preprocessing.decode.Pictures.smooth;
import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.ImageShape;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WebpDecoderTest {
  /** Where the size of the canvas stands, and that of the first frame's offset. */
  private static final int CANVAS = 24;

  private static final int OFFSET = 12 + 18 + 14 + 8;

  @Test
  void losslessPixelsAreExact() throws RejectedImageException {
    DecodedImage image = decode(WebpSamples.LOSSLESS);

    assertThat(image.shape()).isEqualTo(new ImageShape(3, 7, 11));
    assertThat(image.rgb8()).isEqualTo(planes(smooth(7, 11, BufferedImage.TYPE_INT_RGB)));
  }

  /** Version 3.12 of the library predicts from filtered pixels, and is off by 5.6 in the mean. */
  @Test
  void lossyColoursStayWithinWhatWebpLoses() throws RejectedImageException {
    byte[] rgb8 = decode(WebpSamples.LOSSY).rgb8();

    assertThat(meanDistance(rgb8, planes(smooth(33, 45, BufferedImage.TYPE_INT_RGB))))
        .isLessThan(4);
  }

  @Test
  void theMeansArePillows() throws RejectedImageException {
    byte[] rgb8 = decode(WebpSamples.QUICKEST).rgb8();
    int[] sums = new int[WebpSamples.QUICKEST_MEANS.length];
    for (int i = 0; i < rgb8.length; i++) {
      int plane = i / (40 * 48);
      int row = i % (40 * 48) / 48;
      sums[plane * 30 + row / 8 * 6 + i % 48 / 8] += rgb8[i] & 0xFF;
    }
    for (int i = 0; i < sums.length; i++) {
      assertThat(sums[i] / 64.0 - WebpSamples.QUICKEST_MEANS[i])
          .as("mean %d", i)
          .isBetween(-8.0, 8.0);
    }
  }

  @Test
  void alphaIsComposedOnWhite() throws RejectedImageException {
    byte[] colours = planes(smooth(12, 20, BufferedImage.TYPE_INT_RGB));
    byte[] expected = new byte[colours.length];
    for (int i = 0; i < colours.length; i++) {
      int alpha = i % 20 * 255 / 19;
      expected[i] = (byte) Math.round(((colours[i] & 0xFF) * alpha + 255 * (255 - alpha)) / 255.0);
    }

    byte[] exact = decode(WebpSamples.LOSSLESS_ALPHA).rgb8();
    assertThat(distance(exact, expected)).isZero();
    assertThat(meanDistance(decode(WebpSamples.ALPHA).rgb8(), expected)).isLessThan(6);
  }

  private static double meanDistance(byte[] a, byte[] b) {
    int sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
    }
    return sum / (double) a.length;
  }

  @Test
  void ofAnAnimationTheFirstFrameIsDrawnOnAWhiteCanvas() throws RejectedImageException {
    byte[] file = WebpSamples.ANIMATED.clone();
    assertThat(decode(file).rgb8()).isEqualTo(decode(WebpSamples.LOSSLESS).rgb8());

    file[CANVAS] = (byte) (file[CANVAS] + 4);
    file[CANVAS + 3] = (byte) (file[CANVAS + 3] + 3);
    file[OFFSET] = 1;
    file[OFFSET + 3] = 1;
    DecodedImage larger = decode(file);
    byte[] frame = decode(WebpSamples.LOSSLESS).rgb8();

    assertThat(larger.shape()).isEqualTo(new ImageShape(3, 10, 15));
    for (int y = 0; y < 10; y++) {
      for (int x = 0; x < 15; x++) {
        boolean inside = x >= 2 && x < 13 && y >= 2 && y < 9;
        assertThat(larger.rgb8()[y * 15 + x])
            .isEqualTo(inside ? frame[(y - 2) * 11 + x - 2] : (byte) 255);
      }
    }
  }

  @Test
  void everyTruncationIsFound() {
    for (byte[] file : new byte[][] {WebpSamples.LOSSLESS, WebpSamples.LOSSY, WebpSamples.ALPHA}) {
      for (int length = 12; length < file.length - 1; length++) {
        assertThat(rejection(Arrays.copyOf(file, length)).reason())
            .as("%d of %d bytes", length, file.length)
            .isEqualTo(RejectReason.TRUNCATED);
      }
    }
  }

  @Test
  void headersThatLieAreRejectedBeforeMemoryIsTaken() {
    byte[] large = WebpSamples.LOSSY.clone();
    for (int at : new int[] {26, 28}) {
      large[at] = (byte) 0xFF;
      large[at + 1] = 0x3F;
    }
    byte[] allowed = large.clone();
    allowed[28] = 0;
    allowed[29] = 0x0F;
    byte[] offCanvas = WebpSamples.ANIMATED.clone();
    offCanvas[OFFSET] = 1;

    assertThat(rejection(large).reason()).isEqualTo(RejectReason.TOO_LARGE);
    assertThat(rejection(allowed).detail()).contains("50 bytes a pixel");
    assertThat(rejection(offCanvas).reason()).isEqualTo(RejectReason.DAMAGED);
  }
}
