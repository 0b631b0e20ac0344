// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.ImageShape;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FlipTest {
  private static final ImageShape SHAPE = new ImageShape(3, 4, 5);
  private static final float[] IMAGE = Images.counting(SHAPE);

  @Test
  void leftBecomesRightInEveryRowOfEveryChannel() {
    ImageShape shape = new ImageShape(2, 2, 3);
    float[] image = Images.counting(shape);
    Flip.mirror(Images.pixels(shape, image));
    assertThat(image).containsExactly(2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9);
  }

  @Property(tries = 50)
  void mirroredTwiceIsAsBefore(
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll long seed) {
    ImageShape shape = new ImageShape(3, height, width);
    float[] image = Images.random(shape, seed);
    float[] twice = image.clone();
    Flip.mirror(Images.pixels(shape, twice));
    Flip.mirror(Images.pixels(shape, twice));
    assertThat(twice).isEqualTo(image);
  }

  @Test
  void aCoinFallsForEveryExampleAndEpoch() {
    Augmenter augmenter = Images.augmenter("flip", SHAPE);
    int flipped = 0;
    int changed = 0;
    for (int example = 0; example < 10_000; example++) {
      boolean now = isFlipped(augmenter, 3, example);
      flipped += now ? 1 : 0;
      changed += now != isFlipped(augmenter, 4, example) ? 1 : 0;
    }
    // Half of 10,000, standard deviation 50.
    assertThat(flipped).isBetween(4_800, 5_200);
    assertThat(changed).isBetween(4_800, 5_200);
  }

  @Test
  void alternatingShowsBothSidesInAnyTwoEpochsAndHalfOfAllInEach() {
    Augmenter augmenter = Images.augmenter("flip alternating", SHAPE);
    int first = 0;
    for (int example = 0; example < 10_000; example++) {
      boolean even = isFlipped(augmenter, 0, example);
      first += even ? 1 : 0;
      for (int epoch = 1; epoch < 6; epoch++) {
        assertThat(isFlipped(augmenter, epoch, example)).isEqualTo(even ^ epoch % 2 == 1);
      }
    }
    assertThat(first).isBetween(4_800, 5_200);
  }

  private static boolean isFlipped(Augmenter augmenter, int epoch, long example) {
    return Images.augmented(augmenter, IMAGE, epoch, example)[0] != IMAGE[0];
  }
}
