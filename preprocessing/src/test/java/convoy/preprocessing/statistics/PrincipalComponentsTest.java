// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.BadInputException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalComponentsTest {
  private static final Offset<Double> ROUNDING = within(1e-12);

  /** [[5, 2], [2, 2]] has the eigenvalues 6 and 1 along (2, 1) and (-1, 2). */
  @Test
  void leavesOneBlasThreadBehind() {
    double[] covariance = {2, 1, 0, 1, 2, 1, 0, 1, 2};

    PrincipalComponents.of(covariance, 3);

    assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(1);
  }

  @Test
  void factorsTwoByTwoAsByHand() {
    PrincipalComponents components = PrincipalComponents.of(new double[] {5, 2, 2, 2}, 2);
    assertThat(components.eigenvalues()).containsExactly(new double[] {6, 1}, ROUNDING);
    double root = Math.sqrt(5);
    assertThat(components.eigenvectors())
        .containsExactly(new double[] {2 / root, 1 / root, -1 / root, 2 / root}, ROUNDING);
  }

  @Test
  void factorsOneByOne() {
    PrincipalComponents components = PrincipalComponents.of(new double[] {9}, 1);
    assertThat(components.eigenvalues()).containsExactly(9);
    assertThat(components.eigenvectors()).containsExactly(1);
  }

  @Property(tries = 100)
  void rebuildsTheMatrixFromUnitVectorsInDescendingOrder(
      @ForAll @IntRange(min = 1, max = 30) int order, @ForAll long seed) {
    double[] covariance = covariance(order, order + 5, seed);
    PrincipalComponents components = PrincipalComponents.of(covariance, order);
    double[] values = components.eigenvalues();
    double[] vectors = components.eigenvectors();
    for (int i = 0; i < order; i++) {
      assertThat(values[i]).isBetween(0.0, i == 0 ? Double.MAX_VALUE : values[i - 1]);
      for (int j = 0; j < order; j++) {
        double product = 0;
        double rebuilt = 0;
        for (int k = 0; k < order; k++) {
          product += vectors[i * order + k] * vectors[j * order + k];
          rebuilt += values[k] * vectors[k * order + i] * vectors[k * order + j];
        }
        assertThat(product).isCloseTo(i == j ? 1 : 0, ROUNDING);
        assertThat(rebuilt).isCloseTo(covariance[i * order + j], within(1e-11 * values[0]));
      }
    }
  }

  @Property(tries = 100)
  void makesTheLargestComponentOfEveryVectorPositive(
      @ForAll @IntRange(min = 1, max = 30) int order, @ForAll long seed) {
    double[] vectors =
        PrincipalComponents.of(covariance(order, order + 5, seed), order).eigenvectors();
    for (int k = 0; k < order; k++) {
      double largest = 0;
      for (int i = 0; i < order; i++) {
        double component = vectors[k * order + i];
        largest = Math.abs(component) > Math.abs(largest) ? component : largest;
      }
      assertThat(largest).isPositive();
    }
  }

  /** Fewer images than values: most eigenvalues are 0, and rounding makes some of them negative. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void hasNoNegativeEigenvalues(int seed) {
    PrincipalComponents components = PrincipalComponents.of(covariance(40, 3, seed), 40);
    assertThat(Arrays.stream(components.eigenvalues())).allMatch(value -> value >= 0);
    assertThat(components.componentsFor(0.999999)).isEqualTo(3);
  }

  @Test
  void givesTheSameBitsEveryTime() {
    double[] covariance = covariance(300, 400, 8);
    PrincipalComponents first = PrincipalComponents.of(covariance, 300);
    PrincipalComponents second = PrincipalComponents.of(covariance, 300);
    assertThat(second.eigenvalues()).isEqualTo(first.eigenvalues());
    assertThat(second.eigenvectors()).isEqualTo(first.eigenvectors());
  }

  @Test
  void countsTheComponentsThatHoldAShareOfTheVariance() {
    PrincipalComponents components = new PrincipalComponents(new double[] {6, 3, 1, 0}, null);
    assertThat(components.componentsFor(0)).isZero();
    assertThat(components.componentsFor(0.5)).isEqualTo(1);
    assertThat(components.componentsFor(0.6)).isEqualTo(1);
    assertThat(components.componentsFor(0.61)).isEqualTo(2);
    assertThat(components.componentsFor(1)).isEqualTo(3);
    assertThat(components.shareOf(0)).isZero();
    assertThat(components.shareOf(2)).isCloseTo(0.9, ROUNDING);
    assertThat(components.shareOf(4)).isEqualTo(1);
  }

  @Test
  void countsAgainstTheWholeVarianceWhereOnlyTheFirstComponentsAreThere() {
    PrincipalComponents components = new PrincipalComponents(new double[] {6, 3}, null, 10);
    assertThat(components.count()).isEqualTo(2);
    assertThat(components.shareOf(2)).isCloseTo(0.9, ROUNDING);
    assertThat(components.componentsFor(0.8)).isEqualTo(2);
    assertThatThrownBy(() -> components.componentsFor(0.95))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the 2 principal components")
        .hasMessageContaining("90.00 % of the variance, not 95.00 %");
  }

  @Test
  void doesNotMissWhatRoundingTakesFromTheLastComponent() {
    double[] eigenvalues = {6, 3, 1};
    PrincipalComponents rounded = new PrincipalComponents(eigenvalues, null, Math.nextUp(10.0));
    assertThat(rounded.componentsFor(1)).isEqualTo(3);
    PrincipalComponents lacking = new PrincipalComponents(eigenvalues, null, 10.001);
    assertThatThrownBy(() -> lacking.componentsFor(1)).isInstanceOf(BadInputException.class);
  }

  @Test
  void needsNoComponentsWithoutVariance() {
    PrincipalComponents components = new PrincipalComponents(new double[] {0, 0}, null);
    assertThat(components.componentsFor(1)).isZero();
    assertThat(components.shareOf(2)).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void refusesWhatIsNoShare(double share) {
    PrincipalComponents components = new PrincipalComponents(new double[] {1}, null);
    assertThatThrownBy(() -> components.componentsFor(share))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** X^T X of {@code rows} random rows: positive semidefinite, of rank {@code rows} at most. */
  private static double[] covariance(int order, int rows, long seed) {
    Random random = new Random(seed);
    double[] covariance = new double[order * order];
    double[] row = new double[order];
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < order; i++) {
        row[i] = random.nextGaussian();
      }
      for (int i = 0; i < order; i++) {
        for (int j = 0; j < order; j++) {
          covariance[i * order + j] += row[i] * row[j];
        }
      }
    }
    return covariance;
  }
}
