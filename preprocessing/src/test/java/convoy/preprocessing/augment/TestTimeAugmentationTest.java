// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestTimeAugmentationTest {
  private static final ImageShape SHAPE = new ImageShape(1, 2, 3);

  /** Two images of one channel, the second of which is to stay as it is. */
  private static float[] images() {
    return new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  }

  private static float[] seen(View view) {
    float[] images = images();
    view.apply(images, 1, SHAPE);
    return images;
  }

  @Test
  void aViewMirrorsAndThenShifts() {
    assertThat(seen(View.AS_IT_IS)).containsExactly(images());
    assertThat(seen(new View(true, 0, 0))).containsExactly(3, 2, 1, 6, 5, 4, 7, 8, 9, 10, 11, 12);
    assertThat(seen(new View(false, 0, 1))).containsExactly(2, 1, 2, 5, 4, 5, 7, 8, 9, 10, 11, 12);
    assertThat(seen(new View(false, -1, 0))).containsExactly(4, 5, 6, 1, 2, 3, 7, 8, 9, 10, 11, 12);
    assertThat(seen(new View(true, 0, -1))).containsExactly(2, 1, 2, 5, 4, 5, 7, 8, 9, 10, 11, 12);
  }

  @Test
  void twoMirrorsAreNone() {
    float[] images = images();
    new View(true, 0, 0).apply(images, 2, SHAPE);
    new View(true, 0, 0).apply(images, 2, SHAPE);

    assertThat(images).containsExactly(images());
  }

  @Test
  void aViewOutOfSightIsRefused() {
    assertThatThrownBy(() -> seen(new View(false, 2, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "none, 1",
    "flip, 2",
    "shift 1, 5",
    "'flip, shift 1', 10",
    "'shift 1,flip', 10",
    "'', 1"
  })
  void theViewsBeginWithTheImageAsItIs(String text, int count) {
    TestTimeAugmentation augmentation = TestTimeAugmentation.parse(text);

    assertThat(augmentation.views())
        .hasSize(count)
        .doesNotHaveDuplicates()
        .startsWith(View.AS_IT_IS);
    assertThat(TestTimeAugmentation.parse(augmentation.text())).isEqualTo(augmentation);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flop", "shift", "shift x", "shift -1", "shift 129", "flip 2", "flip,"})
  void whatIsNoAugmentationIsRefused(String text) {
    assertThatThrownBy(() -> TestTimeAugmentation.parse(text))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void whatDoesNotSuitTheExamplesIsRefused() {
    TestTimeAugmentation shift = TestTimeAugmentation.parse("shift 2");

    shift.requireFits(ElementType.UINT8, new ImageShape(3, 3, 3));
    TestTimeAugmentation.NONE.requireFits(ElementType.FLOAT32, SHAPE);
    assertThatThrownBy(() -> shift.requireFits(ElementType.UINT8, SHAPE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("below 2");
    assertThatThrownBy(() -> shift.requireFits(ElementType.FLOAT32, new ImageShape(3, 3, 3)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("shift 2");
  }
}
