// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.ImageShape;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PrincipalImagesTest {
  private static final Offset<Double> CLOSE = within(1e-12);
  private static final double ROOT = Math.sqrt(5);
  private static final ImageShape TWO = new ImageShape(1, 1, 2);

  /** Covariance [[5, 2], [2, 2]]: eigenvalue 6 along (2, 1), 1 along (-1, 2), over root 5. */
  private static final PrincipalImages IMAGES =
      new PrincipalImages(
          TWO,
          new double[] {7, 5},
          new double[] {6, 1},
          new double[] {2 / ROOT, 1 / ROOT, -1 / ROOT, 2 / ROOT});

  private static final byte[] IMAGE = {4, 3};

  /** (4, 3) is (-3, -2) from the mean: -8 / root 5 along the first vector, -1 / root 5 along it. */
  @Test
  void anImageReducedToOneComponentIsItsProjection() {
    assertThat(IMAGES.reduced(IMAGE, 1)).containsExactly(new double[] {3.8, 3.4}, CLOSE);
    assertThat(IMAGES.reduced(IMAGE, 2)).containsExactly(new double[] {4, 3}, CLOSE);
    assertThat(IMAGES.reduced(IMAGE, 0)).containsExactly(7, 5);
  }

  @Test
  void whitenedComponentsAreDividedByTheirDeviationAndTurnedBack() {
    double first = -8 / 5.0 / Math.sqrt(6 + 1 / 12.0);
    double second = -1 / 5.0 / Math.sqrt(1 + 1 / 12.0);

    assertThat(IMAGES.whitened(IMAGE, 1)).containsExactly(new double[] {2 * first, first}, CLOSE);
    assertThat(IMAGES.whitened(IMAGE, 2))
        .containsExactly(new double[] {2 * first - second, first + 2 * second}, CLOSE);
  }

  @Test
  void bytesAreNotSigned() {
    assertThat(IMAGES.reduced(new byte[] {(byte) 200, (byte) 255}, 2))
        .containsExactly(new double[] {200, 255}, CLOSE);
  }

  @Test
  void aComponentWithoutVarianceDoesNoHarm() {
    PrincipalImages constant =
        new PrincipalImages(TWO, new double[] {4, 3}, new double[2], new double[] {1, 0, 0, 1});

    assertThat(constant.whitened(IMAGE, 2)).containsExactly(0, 0);
  }

  @Test
  void aVectorIsDrawnInItsOwnRange() {
    assertThat(IMAGES.vector(0).rgb()).containsExactly(0xffffff, 0x000000);
    assertThat(IMAGES.vector(1).rgb()).containsExactly(0x000000, 0xffffff);
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    double[] two = {1, 1};

    for (double[] vectors : new double[][] {{1}, {1, 0, 1}, {1, 0, 0, 1, 1, 1}}) {
      assertThatThrownBy(() -> new PrincipalImages(TWO, two, two, vectors))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(vectors.length + " components of eigenvectors for images of 1 x 2");
    }
    assertThatThrownBy(() -> new PrincipalImages(TWO, new double[1], two, two))
        .hasMessageContaining("1 means");
    assertThatThrownBy(() -> new PrincipalImages(TWO, two, new double[0], two))
        .hasMessageContaining("0 eigenvalues");
    assertThatThrownBy(() -> IMAGES.reduced(new byte[3], 1)).hasMessageContaining("of 3 bytes");
  }
}
