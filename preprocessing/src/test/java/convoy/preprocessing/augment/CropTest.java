// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.augment.Crop.Padding;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;

class CropTest {
  private static final ImageShape ROW = new ImageShape(1, 1, 4);
  private static final ImageShape SQUARE = new ImageShape(1, 3, 3);

  @Test
  void reflectionLeavesTheOutermostPixelOut() {
    assertThat(IntStream.rangeClosed(-3, 6).map(place -> Crop.reflect(place, 4)))
        .containsExactly(3, 2, 1, 0, 1, 2, 3, 2, 1, 0);
  }

  @Test
  void rowsMoveAndReflectAsByHand() {
    Crop crop = new Crop(3, Padding.REFLECT);
    assertThat(moved(crop, ROW, 0, 1, 10, 20, 30, 40)).containsExactly(20, 10, 20, 30);
    assertThat(moved(crop, ROW, 0, 3, 10, 20, 30, 40)).containsExactly(40, 30, 20, 10);
    assertThat(moved(crop, ROW, 0, -1, 10, 20, 30, 40)).containsExactly(20, 30, 40, 30);
    assertThat(moved(crop, ROW, 0, -3, 10, 20, 30, 40)).containsExactly(40, 30, 20, 10);
  }

  @Test
  void blackComesInWithZeroPadding() {
    Crop crop = new Crop(2, Padding.ZERO);
    assertThat(moved(crop, SQUARE, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9))
        .containsExactly(0, 0, 0, 0, 1, 2, 0, 4, 5);
    assertThat(moved(crop, SQUARE, -2, -1, 1, 2, 3, 4, 5, 6, 7, 8, 9))
        .containsExactly(8, 9, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void bothDirectionsReflectAtOnce() {
    Crop crop = new Crop(2, Padding.REFLECT);
    assertThat(moved(crop, SQUARE, 2, -1, 1, 2, 3, 4, 5, 6, 7, 8, 9))
        .containsExactly(8, 9, 8, 5, 6, 5, 2, 3, 2);
  }

  /** The definition, pixel by pixel: pad, then look through a window. */
  @Property(tries = 300)
  void agreesWithPaddingAndCutting(
      @ForAll @IntRange(min = 4, max = 9) int height,
      @ForAll @IntRange(min = 4, max = 9) int width,
      @ForAll @IntRange(min = -3, max = 3) int down,
      @ForAll @IntRange(min = -3, max = 3) int right,
      @ForAll Padding padding,
      @ForAll long seed) {
    ImageShape shape = new ImageShape(2, height, width);
    float[] image = Images.random(shape, seed);
    float[] moved = moved(new Crop(3, padding), shape, down, right, image);
    for (int i = 0; i < moved.length; i++) {
      int y = i / width % height - down;
      int x = i % width - right;
      boolean inside = y >= 0 && y < height && x >= 0 && x < width;
      int row = y < 0 ? -y : y >= height ? 2 * height - 2 - y : y;
      int column = x < 0 ? -x : x >= width ? 2 * width - 2 - x : x;
      float expected = image[i / shape.plane() * shape.plane() + row * width + column];
      assertThat(moved[i]).isEqualTo(inside || padding == Padding.REFLECT ? expected : 0);
    }
  }

  @Test
  void noShiftIsNoChange() {
    ImageShape shape = new ImageShape(3, 5, 7);
    float[] image = Images.random(shape, 1);
    for (String chain : new String[] {"crop 0", "crop 0 reflect"}) {
      Augmenter augmenter = Images.augmenter(chain, shape);
      for (int example = 0; example < 20; example++) {
        assertThat(Images.augmented(augmenter, image, 0, example)).isEqualTo(image);
      }
    }
  }

  /** Pearson's test of 25 equally likely shifts, at the level of one in a thousand. */
  @Test
  void everyShiftIsAsLikelyAsAnyOther() {
    ImageShape shape = new ImageShape(1, 5, 5);
    float[] image = Images.counting(shape);
    Augmenter augmenter = Images.augmenter("crop 2", shape);
    int[] counts = new int[25];
    int draws = 25_000;
    for (int example = 0; example < draws; example++) {
      // The centre pixel of the shifted image shows which shift it was.
      counts[(int) Images.augmented(augmenter, image, 0, example)[12]]++;
    }
    double expected = draws / 25.0;
    double chiSquare =
        IntStream.of(counts).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
    assertThat(counts).doesNotContain(0);
    assertThat(chiSquare)
        .isLessThan(new ChiSquaredDistribution(24).inverseCumulativeProbability(0.999));
  }

  @Test
  void refusesShiftsThatLeaveNothingToSee() {
    assertThatThrownBy(() -> Images.augmenter("crop 4", new ImageShape(3, 4, 9)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "augmentation 'crop 4 zero' shifts images of 4 x 9 x 3 out of sight; a shift below 4 is"
                + " legal");
  }

  private static float[] moved(Crop crop, ImageShape shape, int down, int right, float... image) {
    float[] moved = image.clone();
    crop.move(Images.pixels(shape, moved), down, right);
    return moved;
  }
}
