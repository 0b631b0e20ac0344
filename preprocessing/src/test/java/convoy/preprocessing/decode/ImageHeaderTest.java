// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import convoy.preprocessing.ImageShape;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageHeaderTest {
  private static byte[] example(ImageFormat format) {
    return format == ImageFormat.WEBP
        ? WebpSamples.LOSSLESS
        : Pictures.file(Pictures.smooth(7, 11, BufferedImage.TYPE_INT_RGB), format.code());
  }

  @ParameterizedTest
  @EnumSource
  void theContentSaysFormatAndShape(ImageFormat format) throws RejectedImageException {
    byte[] file = example(format);
    ImageShape shape = new ImageShape(3, 7, 11);

    assertThat(ImageHeader.inspect(file, DecodeLimits.DEFAULT))
        .isEqualTo(new ImageHeader(format, shape));
    assertThat(Pictures.decode(file).shape()).isEqualTo(shape);
  }

  @ParameterizedTest
  @EnumSource
  void limitsHoldForEveryFormat(ImageFormat format) throws RejectedImageException {
    byte[] file = example(format);
    for (DecodeLimits tight :
        new DecodeLimits[] {new DecodeLimits(76, 11), new DecodeLimits(77, 10)}) {
      assertThat(
              catchThrowableOfType(
                      RejectedImageException.class, () -> ImageHeader.inspect(file, tight))
                  .reason())
          .isEqualTo(RejectReason.TOO_LARGE);
      assertThat(
              catchThrowableOfType(
                      RejectedImageException.class, () -> ImageDecoder.decode(file, tight))
                  .reason())
          .isEqualTo(RejectReason.TOO_LARGE);
    }
    assertThat(ImageDecoder.decode(file, new DecodeLimits(77, 11)).rgb8()).hasSize(3 * 77);
  }

  @Test
  void nothingAndSomethingElseAreRejected() {
    byte[] text = "<html>not found</html>".getBytes(StandardCharsets.UTF_8);

    assertThat(Pictures.rejection(new byte[0]).reason()).isEqualTo(RejectReason.EMPTY);
    assertThat(Pictures.rejection(text).reason()).isEqualTo(RejectReason.UNKNOWN_FORMAT);
    assertThat(Pictures.rejection(text).detail())
        .isEqualTo("not JPEG, PNG, GIF, BMP, WebP or TIFF by its first bytes");
    assertThat(Pictures.rejection(new byte[] {(byte) 0xFF}).reason())
        .isEqualTo(RejectReason.UNKNOWN_FORMAT);
  }

  @Test
  void endingsAreThoseThatPeoplesFilesHave() {
    assertThat(ImageFormat.endings())
        .contains("jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "webp", "tif", "tiff")
        .doesNotHaveDuplicates()
        .allMatch(ending -> ending.matches("[a-z]+"));
  }

  @Test
  void reasonsHaveCodesOfTheirOwn() {
    assertThat(Arrays.stream(RejectReason.values()).map(RejectReason::code))
        .containsExactly(
            "empty",
            "unknown-format",
            "truncated",
            "damaged",
            "too-large",
            "unsupported",
            "file-too-large",
            "unusable-name",
            "unreadable",
            "outside",
            "no-file");
  }

  @Test
  void limitsThatNoArrayCanHoldAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new DecodeLimits(1L << 30, 65_500));
    assertThatIllegalArgumentException().isThrownBy(() -> new DecodeLimits(0, 1));
  }
}
