// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import static convoy.preprocessing.decode.Pictures.unsigned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.ImageShape;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResizeTest {
  @Test
  void fourPixelsBecomeTheirMean() {
    DecodedImage image = image(2, 2, 1, 2, 3, 5, 10, 20, 30, 40, 255, 255, 255, 254);

    // 11 / 4 = 2.75, 100 / 4 = 25, 1019 / 4 = 254.75, rounded to nearest.
    assertThat(unsigned(Resize.to(image, 1, 1).rgb8())).containsExactly(3, 25, 255);
  }

  @Test
  void aPixelThatCoversPartOfAnotherTakesThatPart() {
    // Three columns into two: the first covers column 0 and half of column 1.
    DecodedImage image = image(1, 3, 30, 60, 120, 0, 0, 0, 0, 90, 0);

    assertThat(unsigned(Resize.to(image, 1, 2).rgb8())).containsExactly(40, 100, 0, 0, 30, 30);
  }

  @Test
  void enlargingInterpolatesBetweenCentres() {
    // New centres at -0.25, 0.25, 0.75 and 1.25 between the old ones at 0 and 1.
    DecodedImage image = image(1, 2, 0, 100, 0, 0, 0, 0);

    assertThat(Arrays.copyOf(unsigned(Resize.to(image, 1, 4).rgb8()), 4))
        .containsExactly(0, 25, 75, 100);
  }

  @Test
  void oneAxisMayShrinkWhileTheOtherGrows() {
    DecodedImage image = image(2, 1, 0, 100, 10, 20, 40, 80);

    assertThat(unsigned(Resize.to(image, 1, 3).rgb8()))
        .containsExactly(50, 50, 50, 15, 15, 15, 60, 60, 60);
  }

  @Property(tries = 200)
  void aConstantImageStaysConstant(
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 60) int newHeight,
      @ForAll @IntRange(min = 1, max = 60) int newWidth,
      @ForAll @IntRange(max = 255) int value) {
    byte[] rgb = new byte[3 * height * width];
    Arrays.fill(rgb, (byte) value);
    DecodedImage image = new DecodedImage(new ImageShape(3, height, width), rgb);

    byte[] expected = new byte[3 * newHeight * newWidth];
    Arrays.fill(expected, (byte) value);
    assertThat(Resize.to(image, newHeight, newWidth).rgb8()).isEqualTo(expected);
  }

  @Property(tries = 100)
  void theSameSizeIsTheSameImage(
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll long seed) {
    DecodedImage image = noise(height, width, seed);

    assertThat(Resize.to(image, height, width).rgb8()).isEqualTo(image.rgb8());
  }

  /** Rounding moves each of the pixels by half at most. */
  @Property(tries = 100)
  void shrinkingByWholeFactorsIsTheMeanOfBlocks(
      @ForAll @IntRange(min = 1, max = 6) int down,
      @ForAll @IntRange(min = 1, max = 6) int across,
      @ForAll @IntRange(min = 1, max = 8) int height,
      @ForAll @IntRange(min = 1, max = 8) int width,
      @ForAll long seed) {
    DecodedImage image = noise(height * down, width * across, seed);
    int[] from = unsigned(image.rgb8());
    int[] to = unsigned(Resize.to(image, height, width).rgb8());

    for (int i = 0; i < to.length; i++) {
      int row = i / width;
      long sum = 0;
      for (int y = 0; y < down; y++) {
        for (int x = 0; x < across; x++) {
          sum += from[(row * down + y) * width * across + i % width * across + x];
        }
      }
      assertThat((double) to[i]).isCloseTo(sum / (double) (down * across), within(0.5001));
    }
  }

  @Property(tries = 200)
  void theCentreSquareIsTheCentreOfTheWhole(
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 40) int side,
      @ForAll @IntRange(min = 1, max = 40) int crop,
      @ForAll long seed)
      throws RejectedImageException {
    DecodedImage image = noise(height, width, seed);
    int square = Math.min(crop, side);
    DecodedImage whole = Resize.shorterSide(image, side, DecodeLimits.DEFAULT);

    assertThat(Math.min(whole.shape().height(), whole.shape().width())).isEqualTo(side);
    assertThat(Resize.centreSquare(image, side, square).rgb8()).isEqualTo(centre(whole, square));
  }

  /** Cut out pixel by pixel. */
  private static byte[] centre(DecodedImage image, int side) {
    ImageShape shape = image.shape();
    byte[] cut = new byte[3 * side * side];
    for (int i = 0; i < cut.length; i++) {
      int row = (shape.height() - side) / 2 + i / side % side;
      int column = (shape.width() - side) / 2 + i % side;
      cut[i] = image.rgb8()[i / (side * side) * shape.plane() + row * shape.width() + column];
    }
    return cut;
  }

  @Test
  void theLongerSideIsRoundedToTheNearestPixel() throws RejectedImageException {
    assertThat(Resize.shorterSide(noise(375, 500, 0), 256, DecodeLimits.DEFAULT).shape())
        .isEqualTo(new ImageShape(3, 256, 341));
    assertThat(Resize.shorterSide(noise(500, 333, 0), 256, DecodeLimits.DEFAULT).shape())
        .isEqualTo(new ImageShape(3, 384, 256));
  }

  @Test
  void anOddMarginIsNarrowerAboveAndOnTheLeft() {
    DecodedImage image = image(1, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

    assertThat(unsigned(Resize.centreSquare(image, 1, 1).rgb8())).containsExactly(2, 6, 10);
  }

  @Test
  void aThreadOfAnImageDoesNotGrowOutOfProportion() {
    DecodedImage thread = noise(1, 60_000, 3);

    assertThat(
            catchThrowableOfType(
                    RejectedImageException.class,
                    () -> Resize.shorterSide(thread, 256, DecodeLimits.DEFAULT))
                .reason())
        .isEqualTo(RejectReason.TOO_LARGE);
    assertThat(Resize.centreSquare(thread, 256, 224).shape())
        .isEqualTo(new ImageShape(3, 224, 224));
  }

  @Test
  void sizesThatCannotBeAreRefused() {
    DecodedImage image = noise(4, 6, 1);

    assertThatIllegalArgumentException().isThrownBy(() -> Resize.centreSquare(image, 3, 4));
    assertThatIllegalArgumentException().isThrownBy(() -> Resize.centreSquare(image, 0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Resize.shorterSide(image, 0, DecodeLimits.DEFAULT));
    assertThatIllegalArgumentException().isThrownBy(() -> Resize.to(image, 0, 1));
  }

  private static DecodedImage image(int height, int width, int... values) {
    byte[] rgb = new byte[values.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) values[i];
    }
    return new DecodedImage(new ImageShape(3, height, width), rgb);
  }

  private static DecodedImage noise(int height, int width, long seed) {
    byte[] rgb = new byte[3 * height * width];
    new Random(seed).nextBytes(rgb);
    return new DecodedImage(new ImageShape(3, height, width), rgb);
  }
}
