// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import org.junit.jupiter.api.Test;

class PcaNoiseTest {
  private static final ImageShape SHAPE = new ImageShape(3, 2, 3);

  @Test
  void sigmaZeroIsNoChange() {
    float[] image = Images.random(SHAPE, 3);
    assertThat(Images.augmented(Images.augmenter("pca-noise 0", SHAPE), image, 1, 2))
        .isEqualTo(image);
  }

  @Test
  void aWholeImageGetsOneColour() {
    float[] image = Images.constant(SHAPE, 128);
    float[] noisy = Images.augmented(Images.augmenter("pca-noise", SHAPE), image, 1, 2);
    for (int i = 0; i < noisy.length; i++) {
      assertThat(noisy[i]).isEqualTo(noisy[i / 6 * 6]);
    }
    assertThat(noisy[0]).isNotEqualTo(128);
    assertThat(noisy[6] - noisy[0]).isNotCloseTo(0f, within(1e-3f));
  }

  /**
   * What is added has mean 0 and the covariance P diag((sigma lambda / 255)^2) P^T, which is (sigma
   * C / 255)^2 of the colours' covariance C.
   */
  @Test
  void whatIsAddedHasTheStatedCovariance() {
    double[] c = {4000, 3600, 3300, 3600, 3900, 3700, 3300, 3700, 4500};
    double sigma = 0.1;
    int draws = 100_000;
    double[] sum = new double[3];
    double[] products = new double[9];
    Pixels pixels = Images.pixels(SHAPE, Images.constant(SHAPE, 128));
    for (int example = 0; example < draws; example++) {
      double[] added = new PcaNoise(sigma).draw(pixels, Images.numbers(example));
      for (int a = 0; a < 3; a++) {
        sum[a] += added[a];
        for (int b = 0; b < 3; b++) {
          products[a * 3 + b] += added[a] * added[b];
        }
      }
    }
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        double square = 0;
        for (int k = 0; k < 3; k++) {
          square += c[a * 3 + k] * c[k * 3 + b];
        }
        double expected = sigma * sigma * square / 255 / 255;
        // The standard error of a variance is at most root 2 / root N of it: 0.45 %.
        assertThat(products[a * 3 + b] / draws).isCloseTo(expected, within(0.025 * expected));
      }
      assertThat(sum[a] / draws).isCloseTo(0, within(0.08));
    }
  }

  @Test
  void imagesWithoutColoursAreRefused() {
    assertThatThrownBy(() -> Images.augmenter("pca-noise", new ImageShape(1, 28, 28)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("'pca-noise 0.1' adds a colour");
  }
}
