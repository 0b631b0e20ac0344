// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import convoy.preprocessing.ImageShape;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class JpegEncoderTest {
  private static final DecodedImage PICTURE =
      new DecodedImage(
          new ImageShape(3, 40, 60),
          Pictures.planes(Pictures.smooth(40, 60, BufferedImage.TYPE_INT_RGB)));

  @Test
  void whatIsWrittenDecodesNearly() throws RejectedImageException {
    DecodedImage again = Pictures.decode(JpegEncoder.encode(PICTURE, 95));

    assertThat(again.shape()).isEqualTo(PICTURE.shape());
    assertThat(Pictures.distance(again.rgb8(), PICTURE.rgb8())).isLessThanOrEqualTo(8);
  }

  @Test
  void theSameImageGivesTheSameFile() {
    assertThat(JpegEncoder.encode(PICTURE, 90)).isEqualTo(JpegEncoder.encode(PICTURE, 90));
  }

  /** The first step of the luminance table is 16, scaled by 200 - 2 Q percent from 50 on. */
  @Test
  void qualityIsOnTheUsualScale() {
    assertThat(firstStep(JpegEncoder.encode(PICTURE, 50))).isEqualTo(16);
    assertThat(firstStep(JpegEncoder.encode(PICTURE, 75))).isEqualTo(8);
    assertThat(firstStep(JpegEncoder.encode(PICTURE, 90))).isEqualTo(3);
    assertThat(firstStep(JpegEncoder.encode(PICTURE, 100))).isEqualTo(1);
  }

  @Test
  void whatJpegCannotHoldIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> JpegEncoder.encode(PICTURE, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> JpegEncoder.encode(PICTURE, 101));
    DecodedImage wide = new DecodedImage(new ImageShape(3, 1, 65_501), new byte[3 * 65_501]);
    assertThatIllegalArgumentException().isThrownBy(() -> JpegEncoder.encode(wide, 90));
  }

  private static int firstStep(byte[] file) {
    return file[Pictures.find(file, JpegSegments.QUANTIZATION_TABLES) + 5];
  }
}
