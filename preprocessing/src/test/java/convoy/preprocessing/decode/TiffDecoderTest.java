// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import static convoy.preprocessing.decode.Pictures.decode;
import static convoy.preprocessing.decode.Pictures.planes;
import static convoy.preprocessing.decode.Pictures.rejection;
import static convoy.preprocessing.decode.Pictures.smooth;
import static convoy.preprocessing.decode.Pictures.unsigned;
import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffDecoderTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "LZW", "ZLib", "Deflate", "PackBits"})
  void theJdksFilesDecodeAsTheyWere(String compression) throws IOException, RejectedImageException {
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB,
          BufferedImage.TYPE_3BYTE_BGR,
          BufferedImage.TYPE_BYTE_INDEXED,
          BufferedImage.TYPE_BYTE_BINARY
        }) {
      BufferedImage picture = smooth(31, 17, type);
      DecodedImage image = decode(written(compression, picture));

      assertThat(image.shape()).isEqualTo(new ImageShape(3, 31, 17));
      assertThat(image.rgb8()).as("%d", type).isEqualTo(planes(picture));
    }
  }

  @Test
  void jpegWithinTiffStaysWithinWhatItLoses() throws IOException, RejectedImageException {
    BufferedImage picture = smooth(31, 48, BufferedImage.TYPE_INT_RGB);

    assertThat(Pictures.distance(decode(written("JPEG", picture)).rgb8(), planes(picture)))
        .isLessThan(16);
  }

  @Test
  void ofSeveralPagesTheFirstCounts() throws IOException, RejectedImageException {
    BufferedImage first = smooth(9, 14, BufferedImage.TYPE_INT_RGB);

    assertThat(decode(written("LZW", first, smooth(3, 4, BufferedImage.TYPE_BYTE_GRAY))).rgb8())
        .isEqualTo(planes(first));
  }

  /** Ink of 0 to 255: light is (255 - ink) * (255 - black) / 255, as Pillow has it. */
  @ParameterizedTest
  @CsvSource({"LITTLE", "BIG"})
  void inkAndWideSamplesAndAlphaBecomeLight(String name) throws RejectedImageException {
    ByteOrder order = name.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    byte[] ink =
        new TiffBytes(order, 1, 1)
            .set(258, 8, 8, 8, 8)
            .set(262, 5)
            .set(277, 4)
            .pixels(51, 0, 204, 102)
            .end();
    int high = name.equals("BIG") ? 0 : 1;
    int[] wide = new int[4];
    wide[high] = 0x80;
    wide[2] = 0xFF;
    wide[3] = 0xFF;
    byte[] grey =
        new TiffBytes(order, 1, 2).set(258, 16).set(262, 1).set(277, 1).pixels(wide).end();
    byte[] alpha =
        new TiffBytes(order, 1, 1)
            .set(258, 8, 8, 8, 8)
            .set(262, 2)
            .set(277, 4)
            .set(338, 2)
            .pixels(200, 100, 0, 51)
            .end();
    byte[] inverted = new TiffBytes(order, 1, 1).set(258, 8).set(262, 0).pixels(55).end();

    assertThat(unsigned(decode(ink).rgb8())).containsExactly(122, 153, 31);
    assertThat(unsigned(decode(grey).rgb8())).containsExactly(128, 255, 128, 255, 128, 255);
    assertThat(unsigned(decode(alpha).rgb8())).containsExactly(244, 224, 204);
    assertThat(unsigned(decode(inverted).rgb8())).containsExactly(200, 200, 200);
  }

  @Test
  void orientationIsIgnored() throws RejectedImageException {
    byte[] file =
        new TiffBytes(ByteOrder.LITTLE_ENDIAN, 1, 2)
            .set(258, 8)
            .set(262, 1)
            .set(274, 6)
            .pixels(1, 2)
            .end();

    assertThat(unsigned(decode(file).rgb8())).containsExactly(1, 2, 1, 2, 1, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "LZW", "ZLib", "PackBits"})
  void everyTruncationIsFound(String compression) throws IOException {
    byte[] file = written(compression, smooth(20, 20, BufferedImage.TYPE_INT_RGB));
    // The number that says where the next page lies ends the file, and nothing depends on it.
    for (int length = 8; length < file.length - 4; length++) {
      assertThat(rejection(Arrays.copyOf(file, length)).reason())
          .as("%d of %d bytes", length, file.length)
          .isIn(RejectReason.TRUNCATED, RejectReason.DAMAGED);
    }
  }

  @Test
  void headersThatLieAreRejected() {
    TiffBytes grey =
        new TiffBytes(ByteOrder.BIG_ENDIAN, 2, 2).set(258, 8).set(262, 1).pixels(1, 2, 3, 4);
    byte[] bigTiff = grey.end();
    bigTiff[3] = 43;

    assertThat(rejection(grey.set(256, 70_000).end()).reason()).isEqualTo(RejectReason.TOO_LARGE);
    assertThat(rejection(grey.set(256, 0).end()).reason()).isEqualTo(RejectReason.DAMAGED);
    assertThat(rejection(grey.set(256, 8_000).set(257, 8_000).set(278, 8_000).end()).reason())
        .isEqualTo(RejectReason.TRUNCATED);
    assertThat(rejection(grey.set(256, 2).set(257, 2).set(278, 1).end()).reason())
        .isEqualTo(RejectReason.TRUNCATED);
    assertThat(rejection(bigTiff).detail()).contains("BigTIFF");
    assertThat(rejection(grey.set(278, 2).set(258, 32).end()).reason())
        .isEqualTo(RejectReason.UNSUPPORTED);
    assertThat(rejection(grey.set(258, 8).set(259, 34_712).end()).reason())
        .isEqualTo(RejectReason.UNSUPPORTED);
  }

  /** A compressed strip too short for its rows, and one of a header that promises much. */
  @Test
  void compressedPixelsThatAreMissingAreFound() throws IOException {
    byte[] file = written("ZLib", smooth(20, 20, BufferedImage.TYPE_INT_RGB));
    TiffTags tags = null;
    try {
      tags = new TiffTags(file);
      int strip = (int) tags.value(TiffTags.STRIP_OFFSETS, 0);
      Arrays.fill(file, strip + 20, strip + 40, (byte) 0);
    } catch (RejectedImageException e) {
      throw new AssertionError(e);
    }

    assertThat(rejection(file).reason()).isIn(RejectReason.DAMAGED, RejectReason.TRUNCATED);
  }

  private static byte[] written(String compression, BufferedImage... pages) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      if (!compression.isEmpty()) {
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionType(compression);
      }
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (BufferedImage page : pages) {
        writer.writeToSequence(new IIOImage(page, null, null), settings);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
