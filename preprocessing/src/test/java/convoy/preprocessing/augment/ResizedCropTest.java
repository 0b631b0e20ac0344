// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.ImageShape;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResizedCropTest {

  /** Two pixels over four: centres at -0.25, 0.25, 0.75, 1.25 of the window. */
  @Test
  void twoPixelsBecomeFourAsByHand() {
    ImageShape shape = new ImageShape(1, 1, 4);
    float[] image = {0, 100, 200, 50};
    Pixels pixels = Images.pixels(shape, image);
    pixels.resize().set(0, 1, 1, 2);
    pixels.resize().apply(pixels);
    assertThat(image).containsExactly(100, 125, 175, 200);
  }

  @Test
  void rowsAreMixedAsColumnsAre() {
    ImageShape shape = new ImageShape(2, 4, 1);
    float[] image = {0, 100, 200, 50, 10, 20, 40, 80};
    Pixels pixels = Images.pixels(shape, image);
    pixels.resize().set(1, 0, 2, 1);
    pixels.resize().apply(pixels);
    assertThat(image).containsExactly(100, 125, 175, 200, 20, 25, 35, 40);
  }

  /** Bilinear interpolation leaves planes planes, away from the window's border. */
  @Property(tries = 300)
  void aRampStaysARamp(
      @ForAll @IntRange(min = 2, max = 8) int height,
      @ForAll @IntRange(min = 2, max = 8) int width,
      @ForAll @IntRange(min = 0, max = 4) int top,
      @ForAll @IntRange(min = 0, max = 4) int left) {
    ImageShape shape = new ImageShape(2, 12, 12);
    float[] image = new float[shape.size()];
    for (int i = 0; i < image.length; i++) {
      image[i] = 10 + 3 * (i / 12 % 12) + 7 * (i % 12) + 40 * (i / 144);
    }
    Pixels pixels = Images.pixels(shape, image);
    pixels.resize().set(top, left, height, width);
    pixels.resize().apply(pixels);
    for (int i = 0; i < image.length; i++) {
      double y = Math.min(height - 1, Math.max(0, (i / 12 % 12 + 0.5) * height / 12 - 0.5));
      double x = Math.min(width - 1, Math.max(0, (i % 12 + 0.5) * width / 12 - 0.5));
      assertThat((double) image[i])
          .isCloseTo(10 + 3 * (top + y) + 7 * (left + x) + 40 * (i / 144), within(1e-3));
    }
  }

  @Test
  void theWholeImageIsLeftAsItIs() {
    ImageShape shape = new ImageShape(3, 6, 6);
    float[] image = Images.random(shape, 4);
    Augmenter augmenter = Images.augmenter("resized-crop scale 1..1 ratio 1..1", shape);
    assertThat(Images.augmented(augmenter, image, 0, 9)).isEqualTo(image);
  }

  @Test
  void windowsHaveTheAreaAndTheRatioThatWereAskedFor() {
    ImageShape shape = new ImageShape(3, 200, 200);
    ResizedCrop crop = new ResizedCrop(new Range(0.08, 0.5), new Range(0.75, 4.0 / 3));
    BilinearResize window = new BilinearResize(shape);
    double shares = 0;
    double logs = 0;
    int draws = 20_000;
    for (int example = 0; example < draws; example++) {
      crop.chooseWindow(window, shape, Images.numbers(example));
      double share = window.height() * window.width() / 40_000.0;
      double ratio = (double) window.width() / window.height();
      assertThat(share).isBetween(0.078, 0.51);
      assertThat(ratio).isBetween(0.73, 1.37);
      assertThat(window.top()).isBetween(0, 200 - window.height());
      assertThat(window.left()).isBetween(0, 200 - window.width());
      shares += share;
      logs += Math.log(ratio);
    }
    // Uniform in 0.08 .. 0.5, and in -0.288 .. 0.288: five standard errors.
    assertThat(shares / draws).isCloseTo(0.29, within(0.005));
    assertThat(logs / draws).isCloseTo(0, within(0.006));
  }

  /** No window of three times the width fits a column; the whole width is taken. */
  @Test
  void whereNoWindowFitsTheLargestCentralOneIsTaken() {
    ImageShape shape = new ImageShape(1, 300, 30);
    BilinearResize window = new BilinearResize(shape);
    new ResizedCrop(new Range(1, 1), new Range(3, 3))
        .chooseWindow(window, shape, Images.numbers(1));
    assertThat(window.width()).isEqualTo(30);
    assertThat(window.height()).isEqualTo(10);
    assertThat(window.top()).isEqualTo(145);
    assertThat(window.left()).isZero();
  }
}
