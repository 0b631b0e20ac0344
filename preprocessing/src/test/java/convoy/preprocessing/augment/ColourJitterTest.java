// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ColourJitterTest {
  private static final ImageShape PIXEL = new ImageShape(3, 1, 1);
  private static final ImageShape SHAPE = new ImageShape(3, 8, 8);

  @Test
  void noStrengthIsNoChange() {
    float[] image = Images.random(SHAPE, 2);
    Augmenter augmenter =
        Images.augmenter("jitter brightness 0 contrast 0 saturation 0 hue 0", SHAPE);
    assertThat(Images.augmented(augmenter, image, 5, 6)).isEqualTo(image);
  }

  @Test
  void brightnessAndContrastMultiplyDistancesAndClamp() {
    ImageShape shape = new ImageShape(1, 1, 4);
    float[] image = {0, 50, 100, 250};
    ColourJitter.stretch(Images.pixels(shape, image), 0, 1.5f);
    assertThat(image).containsExactly(0, 75, 150, 255);
    // Around the mean, 120.
    assertThat(Luma.mean(Images.pixels(shape, image))).isEqualTo(120);
    ColourJitter.stretch(Images.pixels(shape, image), 120, 0.5f);
    assertThat(image).containsExactly(60, 97.5f, 135, 187.5f);
  }

  /** Luma of (100, 200, 50): 29.9 + 117.4 + 5.7 = 153. */
  @Test
  void saturationMultipliesDistancesFromThePixelsLuma() {
    float[] image = {100, 200, 50};
    ColourJitter.saturate(Images.pixels(PIXEL, image), 0.5f);
    assertThat(image).containsExactly(new float[] {126.5f, 176.5f, 101.5f}, within(1e-4f));
    ColourJitter.saturate(Images.pixels(PIXEL, image), 0);
    assertThat(image).containsExactly(new float[] {153, 153, 153}, within(1e-4f));
  }

  @Test
  void theMeanLumaWeighsColours() {
    float[] image = new float[SHAPE.size()];
    Arrays.fill(image, 0, 32, 100);
    Arrays.fill(image, 64, 128, 200);
    assertThat(Luma.mean(Images.pixels(SHAPE, image))).isCloseTo(14.95f + 117.4f, within(1e-3f));
  }

  @Test
  void turningTheHueKeepsLumaAndGreyAndComesBackAfterAWholeTurn() {
    float[] image = {120, 140, 90};
    Pixels pixels = Images.pixels(PIXEL, image);
    float luma = Luma.of(120, 140, 90);
    Luma.turn(pixels, 2 * Math.PI / 3);
    assertThat(image[0]).isNotCloseTo(120f, within(1f));
    assertThat(Luma.of(image[0], image[1], image[2])).isCloseTo(luma, within(0.02f));
    Luma.turn(pixels, 4 * Math.PI / 3);
    assertThat(image).containsExactly(new float[] {120, 140, 90}, within(0.05f));

    float[] grey = {77, 77, 77};
    Luma.turn(Images.pixels(PIXEL, grey), 1);
    assertThat(grey).containsExactly(new float[] {77, 77, 77}, within(1e-3f));
  }

  /** Half a turn takes a colour to its complement: the other side of grey. */
  @Test
  void halfATurnIsTheComplement() {
    float[] image = {120, 140, 90};
    float luma = Luma.of(120, 140, 90);
    Luma.turn(Images.pixels(PIXEL, image), Math.PI);
    assertThat(image)
        .containsExactly(
            new float[] {2 * luma - 120, 2 * luma - 140, 2 * luma - 90}, within(0.05f));
  }

  @Test
  void factorsAreUniformAroundOne() {
    ImageShape shape = new ImageShape(1, 1, 1);
    Augmenter augmenter = Images.augmenter("jitter brightness 0.4", shape);
    double sum = 0;
    double squares = 0;
    int draws = 20_000;
    for (int example = 0; example < draws; example++) {
      double factor = Images.augmented(augmenter, new float[] {100}, 0, example)[0] / 100;
      assertThat(factor).isBetween(0.6, 1.4);
      sum += factor;
      squares += (factor - 1) * (factor - 1);
    }
    // Variance 0.4^2 / 3; five standard errors.
    assertThat(sum / draws).isCloseTo(1, within(0.0082));
    assertThat(squares / draws).isCloseTo(0.16 / 3, within(0.0017));
  }

  @Test
  void oneStrengthDoesNotChangeTheDrawsOfAnother() {
    float[] image = Images.constant(SHAPE, 100);
    // Contrast changes nothing about a grey image without contrast.
    assertThat(augmented("jitter brightness 0.3 contrast 0.5", image))
        .containsExactly(augmented("jitter brightness 0.3", image), within(1e-3f));
  }

  @Test
  void imagesWithoutColoursHaveNoSaturation() {
    ImageShape grey = new ImageShape(1, 28, 28);
    assertThatThrownBy(() -> Images.augmenter("jitter saturation 0.1", grey))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("which images of 28 x 28 x 1 do not have");
    Images.augmenter("jitter brightness 0.1 contrast 0.1", grey);
  }

  private static float[] augmented(String chain, float[] image) {
    return Images.augmented(Images.augmenter(chain, SHAPE), image, 1, 2);
  }
}
