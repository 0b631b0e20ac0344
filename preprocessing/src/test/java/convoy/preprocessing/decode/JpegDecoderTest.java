// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import static convoy.preprocessing.decode.Pictures.decode;
import static convoy.preprocessing.decode.Pictures.distance;
import static convoy.preprocessing.decode.Pictures.find;
import static convoy.preprocessing.decode.Pictures.planes;
import static convoy.preprocessing.decode.Pictures.rejection;
import static convoy.preprocessing.decode.Pictures.smooth;
import static convoy.preprocessing.decode.Pictures.with;
import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegDecoderTest {
  private static final BufferedImage PICTURE = smooth(37, 53, BufferedImage.TYPE_INT_RGB);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void coloursStayWithinWhatJpegLoses(boolean progressive) throws RejectedImageException {
    DecodedImage image = decode(Pictures.jpeg(PICTURE, progressive));

    assertThat(image.shape()).isEqualTo(new ImageShape(3, 37, 53));
    assertThat(distance(image.rgb8(), planes(PICTURE))).isLessThanOrEqualTo(8);
  }

  @Test
  void greyBecomesThreeEqualPlanes() throws RejectedImageException {
    BufferedImage grey = new BufferedImage(20, 10, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 20; x++) {
      for (int y = 0; y < 10; y++) {
        grey.getRaster().setSample(x, y, 0, 10 * x + y);
      }
    }
    DecodedImage image = decode(Pictures.jpeg(grey, false));

    assertThat(image.shape()).isEqualTo(new ImageShape(3, 10, 20));
    for (int i = 0; i < 200; i++) {
      int value = image.rgb8()[i] & 0xFF;
      assertThat(value).isBetween(10 * (i % 20) + i / 20 - 3, 10 * (i % 20) + i / 20 + 3);
      assertThat(image.rgb8()[200 + i] & 0xFF).isEqualTo(value);
      assertThat(image.rgb8()[400 + i] & 0xFF).isEqualTo(value);
    }
  }

  /**
   * One flat colour in four components; what it means depends on Adobe's segment, as Pillow and
   * libjpeg have it. By hand: inverted ink, without the segment (-1) too, is (51, 0, 204) * 102 /
   * 255; YCCK, whatever transform but 0 is named, with Y = 51, Cb = Cr = 128 is grey 51, so
   * inverted 204 * 102 / 255 in each channel.
   */
  @ParameterizedTest
  @CsvSource({
    "-1, 51, 0, 204, 102, 20, 0, 82",
    "0, 51, 0, 204, 102, 20, 0, 82",
    "1, 51, 128, 128, 102, 82, 82, 82",
    "2, 51, 128, 128, 102, 82, 82, 82",
    "2, 81, 90, 240, 255, 17, 241, 241"
  })
  void inkBecomesLight(
      int adobe, int first, int second, int third, int fourth, int red, int green, int blue)
      throws RejectedImageException {
    byte[] file = Pictures.rawJpeg(16, 16, first, second, third, fourth);
    if (adobe >= 0) {
      file = with(file, 2, adobeSegment(adobe));
    }
    assertFlat(decode(file), red, green, blue);
  }

  /** Pure red in YCbCr is (76.2, 84.97, 255.5); the components can only be near it. */
  @ParameterizedTest
  @CsvSource({"1, 76, 85, 255, 254, 0, 0", "0, 76, 85, 255, 76, 85, 255"})
  void adobesSegmentSaysWhetherThreeComponentsAreRgb(
      int adobe, int first, int second, int third, int red, int green, int blue)
      throws RejectedImageException {
    byte[] file = with(Pictures.rawJpeg(16, 16, first, second, third), 2, adobeSegment(adobe));

    assertFlat(decode(file), red, green, blue);
  }

  @Test
  void orientationProfilesAndPreviewsAreIgnored() throws RejectedImageException {
    byte[] plain = Pictures.jpeg(PICTURE, false);
    // Exif with orientation 6, "turn by 90 degrees", and an ICC profile that is none.
    byte[] decorated =
        with(
            plain, 2, 0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0,
            1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0, 0xFF, 0xE2, 0, 18, 'I', 'C', 'C',
            '_', 'P', 'R', 'O', 'F', 'I', 'L', 'E', 0, 1, 1, 9, 9);

    assertThat(decode(decorated).shape()).isEqualTo(new ImageShape(3, 37, 53));
    assertThat(decode(decorated).rgb8()).isEqualTo(decode(plain).rgb8());
  }

  /** Phones of a large maker end a sequential scan's header with 0, 0 where 0, 63 belongs. */
  @ParameterizedTest
  @CsvSource({"0, 0, 0", "0, 0, 255", "63, 63, 17"})
  void otherSpectralNumbersOfASequentialScanLoseNothing(int start, int end, int approximation)
      throws RejectedImageException {
    byte[] plain = Pictures.jpeg(PICTURE, false);

    assertThat(decode(withSpectralNumbers(plain, start, end, approximation)).rgb8())
        .isEqualTo(decode(plain).rgb8());
  }

  /** The library names only the first of its warnings. */
  @Test
  void aHarmlessOddityHidesNoLostPixels() {
    byte[] file = withSpectralNumbers(Pictures.jpeg(PICTURE, false), 0, 0, 0);
    byte[] cut = Arrays.copyOf(file, file.length - 100);

    assertThat(rejection(with(cut, cut.length, 0xFF, 0xD9)).detail())
        .contains("premature end of data segment");
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "4, 0", "99, 0", "5000, 0", "4, 32", "7, 255"})
  void paddingBeforeTheEndOfImageLosesNothing(int bytes, int value) throws RejectedImageException {
    for (boolean progressive : new boolean[] {false, true}) {
      byte[] plain = Pictures.jpeg(PICTURE, progressive);
      int[] padding = new int[bytes];
      Arrays.fill(padding, value);

      assertThat(decode(with(plain, plain.length - 2, padding)).rgb8())
          .as("progressive: %s", progressive)
          .isEqualTo(decode(plain).rgb8());
    }
  }

  /** A changed bit most often makes the library read too little, and shows as data left over. */
  @Test
  void dataLeftOverAreNoPadding() {
    byte[] plain = Pictures.jpeg(PICTURE, false);
    int scan = find(plain, JpegSegments.START_OF_SCAN) + 14;
    int[] some = new int[20];
    Arrays.setAll(some, i -> plain[scan + i] & 0x7F);

    assertThat(rejection(with(plain, plain.length - 2, some)).detail()).contains("extraneous");
  }

  @Test
  void changedBitsOfAScanAreFoundWhereTheLibraryNoticesThem() {
    byte[] file = Pictures.jpeg(PICTURE, false);
    int scan = find(file, JpegSegments.START_OF_SCAN) + 14;
    Map<String, Integer> found = new TreeMap<>();
    for (int bit = 8 * scan; bit < 8 * (file.length - 2); bit += 5) {
      byte[] changed = file.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      try {
        decode(changed);
      } catch (RejectedImageException e) {
        found.merge(
            e.detail().replaceAll(".*(extraneous|premature end|place).*", "$1"), 1, Integer::sum);
      }
    }
    int tried = 8 * (file.length - 2 - scan) / 5;
    assertThat(found.get("extraneous") + found.get("premature end")).isGreaterThan(tried / 40);
  }

  @Test
  void segmentsThatHoldNoPixelsMayBeOddOrApart() throws RejectedImageException {
    byte[] plain = Pictures.jpeg(PICTURE, false);
    byte[] apart = with(plain, find(plain, JpegSegments.QUANTIZATION_TABLES), 0, 0, 7, 0xFF, 0, 9);
    byte[] oddRevision = plain.clone();
    oddRevision[find(plain, JpegSegments.JFIF) + 9] = 77;
    byte[] oddProfile =
        with(
            plain, 2, 0xFF, 0xE2, 0, 18, 'I', 'C', 'C', '_', 'P', 'R', 'O', 'F', 'I', 'L', 'E', 0,
            0, 0, 9, 9);
    byte[] oddTransform = with(plain, 2, adobeSegment(99));

    for (byte[] odd : new byte[][] {apart, oddRevision, oddProfile, oddTransform}) {
      assertThat(decode(odd).rgb8()).isEqualTo(decode(plain).rgb8());
    }
  }

  @Test
  void whatFollowsTheImageIsIgnored() throws RejectedImageException {
    byte[] plain = Pictures.jpeg(PICTURE, false);

    assertThat(decode(Arrays.copyOf(plain, plain.length + 1000)).rgb8())
        .isEqualTo(decode(plain).rgb8());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyTruncationIsFound(boolean progressive) {
    byte[] file = Pictures.jpeg(PICTURE, progressive);
    for (int length = 3; length < file.length; length++) {
      assertThat(rejection(Arrays.copyOf(file, length)).reason())
          .as("%d of %d bytes", length, file.length)
          .isEqualTo(RejectReason.TRUNCATED);
    }
  }

  /** Data that end early under an end of image come back half grey from libjpeg, with a warning. */
  @Test
  void aScanCutShortIsFoundBehindAnEndOfImage() {
    byte[] file = Pictures.jpeg(PICTURE, false);
    int scan = find(file, JpegSegments.START_OF_SCAN) + 14;
    for (int length = scan; length < file.length - 4; length++) {
      byte[] cut = with(Arrays.copyOf(file, length), length, 0xFF, 0xD9);

      assertThat(rejection(cut).reason())
          .as("%d of %d bytes", length, file.length)
          .isIn(RejectReason.TRUNCATED, RejectReason.DAMAGED);
    }
  }

  @Test
  void headersThatLieAreRejectedBeforeMemoryIsTaken() {
    byte[] file = Pictures.jpeg(PICTURE, false);
    byte[] absurd = resized(file, 65_000, 65_000);
    byte[] allowed = resized(file, 8_000, 8_000);

    assertThat(rejection(absurd).reason()).isEqualTo(RejectReason.TOO_LARGE);
    assertThat(rejection(absurd).detail()).contains("65000 x 65000");
    assertThat(rejection(allowed).reason()).isEqualTo(RejectReason.TRUNCATED);
    assertThat(rejection(resized(file, 0, 10)).reason()).isEqualTo(RejectReason.DAMAGED);
    // Enough bytes for so many blocks, but not so many blocks.
    assertThat(rejection(resized(file, 64, 53)).reason()).isEqualTo(RejectReason.DAMAGED);
  }

  @Test
  void moreScansThanPixelsCanNeedAreRejected() {
    byte[] file = Pictures.jpeg(PICTURE, true);
    byte[] scan = Arrays.copyOfRange(file, find(file, JpegSegments.START_OF_SCAN), file.length - 2);
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    many.write(file, 0, file.length - 2);
    for (int i = 0; i < 101; i++) {
      many.writeBytes(scan);
    }
    many.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD9});

    assertThat(rejection(many.toByteArray()).reason()).isEqualTo(RejectReason.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0xC3, 0xC5, 0xC9, 0xCA, 0xCF})
  void otherKindsAreUnsupported(int frame) {
    byte[] file = Pictures.jpeg(PICTURE, false);
    file[find(file, 0xC0) + 1] = (byte) frame;

    assertThat(rejection(file).reason()).isEqualTo(RejectReason.UNSUPPORTED);
  }

  /** Readers that remember tables would decode the second file with the first one's. */
  @Test
  void aFileDoesNotBorrowTablesFromTheFormerOne() throws RejectedImageException {
    byte[] file = Pictures.jpeg(PICTURE, false);
    int tables = find(file, JpegSegments.QUANTIZATION_TABLES);
    int length = 2 + ((file[tables + 2] & 0xFF) << 8) + (file[tables + 3] & 0xFF);
    byte[] without = Arrays.copyOf(file, file.length - length);
    System.arraycopy(file, tables + length, without, tables, file.length - tables - length);

    decode(file);
    assertThat(rejection(without).reason()).isEqualTo(RejectReason.DAMAGED);
  }

  private static byte[] resized(byte[] file, int height, int width) {
    byte[] changed = file.clone();
    int frame = find(file, 0xC0);
    changed[frame + 5] = (byte) (height >> 8);
    changed[frame + 6] = (byte) height;
    changed[frame + 7] = (byte) (width >> 8);
    changed[frame + 8] = (byte) width;
    return changed;
  }

  private static byte[] withSpectralNumbers(byte[] file, int start, int end, int approximation) {
    byte[] changed = file.clone();
    int numbers = find(file, JpegSegments.START_OF_SCAN) + 11;
    changed[numbers] = (byte) start;
    changed[numbers + 1] = (byte) end;
    changed[numbers + 2] = (byte) approximation;
    return changed;
  }

  private static int[] adobeSegment(int transform) {
    return new int[] {0xFF, 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, transform};
  }

  private static void assertFlat(DecodedImage image, int... colour) {
    assertThat(image.shape()).isEqualTo(new ImageShape(3, 16, 16));
    for (int i = 0; i < image.rgb8().length; i++) {
      assertThat(image.rgb8()[i] & 0xFF)
          .as("value %d", i)
          .isBetween(colour[i / 256] - 2, colour[i / 256] + 2);
    }
  }
}
