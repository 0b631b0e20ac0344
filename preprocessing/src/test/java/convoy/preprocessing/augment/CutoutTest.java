// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CutoutTest {

  @Property(tries = 300)
  void exactlyASquareIsHidden(
      @ForAll @IntRange(min = 0, max = 7) int size,
      @ForAll @IntRange(min = 7, max = 12) int height,
      @ForAll @IntRange(min = 7, max = 12) int width,
      @ForAll long example) {
    ImageShape shape = new ImageShape(3, height, width);
    float[] image = Images.constant(shape, 255);
    Augmenter augmenter = Images.augmenter("cutout " + size + " mean", shape);
    augmenter.apply(image, 0, 0, example);

    float[] mean = {100, 110, 120};
    int[] hidden = new int[3];
    int top = height;
    int bottom = -1;
    int left = width;
    int right = -1;
    for (int i = 0; i < image.length; i++) {
      int channel = i / shape.plane();
      if (image[i] != 255) {
        assertThat(image[i]).isEqualTo(mean[channel]);
        hidden[channel]++;
        top = Math.min(top, i / width % height);
        bottom = Math.max(bottom, i / width % height);
        left = Math.min(left, i % width);
        right = Math.max(right, i % width);
      }
    }
    assertThat(hidden).containsOnly(size * size);
    if (size > 0) {
      assertThat(bottom - top + 1).isEqualTo(size);
      assertThat(right - left + 1).isEqualTo(size);
    }
  }

  @Test
  void everyPlaceIsReached() {
    ImageShape shape = new ImageShape(1, 4, 5);
    Augmenter augmenter = Images.augmenter("cutout 3 zero", shape);
    int[] corners = new int[shape.plane()];
    for (int example = 0; example < 6_000; example++) {
      float[] image = Images.augmented(augmenter, Images.constant(shape, 9), 0, example);
      int corner = 0;
      while (image[corner] != 0) {
        corner++;
      }
      corners[corner]++;
    }
    // 2 x 3 places, 1,000 each, standard deviation 29.
    for (int i = 0; i < corners.length; i++) {
      if (i < 10 && i % 5 < 3) {
        assertThat(corners[i]).isBetween(855, 1_145);
      } else {
        assertThat(corners[i]).isZero();
      }
    }
  }

  @Test
  void aSquareLargerThanTheImageIsRefused() {
    assertThatThrownBy(() -> Images.augmenter("cutout 8", new ImageShape(3, 7, 9)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("a size of at most 7 is legal");
  }
}
