// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.SampleImages;
import convoy.preprocessing.statistics.Moments;
import convoy.preprocessing.statistics.Statistics;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhiteningTest {
  private static final ImageShape SHAPE = new ImageShape(3, 2, 3);
  private static final Offset<Double> FP32 = within(1e-4);

  /**
   * Mean (7, 5); covariance [[5, 2], [2, 2]], which has the eigenvalue 6 along (2, 1) and 1 along
   * (-1, 2), each over the root of 5. With epsilon 3 the components are divided by 3 and by 2.
   */
  private static final List<byte[]> FOUR =
      List.of(new byte[] {4, 3}, new byte[] {6, 5}, new byte[] {8, 7}, new byte[] {10, 5});

  private static final Statistics OF_FOUR = Fitting.statistics(new ImageShape(1, 1, 2), FOUR);

  @Test
  void pcaAgreesWithFourImagesByHand() {
    float[] images = SampleImages.minibatch(FOUR);
    Preprocessors.fit("pca-whiten epsilon=3", OF_FOUR).apply(images, 4);
    double root = Math.sqrt(5);
    assertCloseTo(
        images,
        -8 / 3.0 / root,
        -1 / 2.0 / root,
        -2 / 3.0 / root,
        1 / 2.0 / root,
        4 / 3.0 / root,
        3 / 2.0 / root,
        6 / 3.0 / root,
        -3 / 2.0 / root);
  }

  @Test
  void zcaAgreesWithFourImagesByHand() {
    float[] images = SampleImages.minibatch(FOUR);
    Preprocessors.fit("zca epsilon=3", OF_FOUR).apply(images, 4);
    assertCloseTo(
        images, -29 / 30.0, -11 / 15.0, -11 / 30.0, 1 / 15.0, 7 / 30.0, 13 / 15.0, 1.1, -0.2);
  }

  @Property(tries = 100)
  void pcaLeavesOfEveryVarianceItsShareOfItselfAndEpsilon(
      @ForAll @IntRange(min = 2, max = 80) int count,
      @ForAll @DoubleRange(min = 0.5, max = 1000) double epsilon,
      @ForAll long seed) {
    List<byte[]> images = SampleImages.correlated(SHAPE, count, seed);
    Statistics statistics = Fitting.statistics(SHAPE, images);
    Moments moments =
        Fitting.moments(
            Preprocessors.fit("pca-whiten epsilon=" + epsilon, statistics), SHAPE, images);
    double[] eigenvalues = statistics.components().eigenvalues();
    int d = SHAPE.size();
    double[] expected = new double[d * d];
    for (int k = 0; k < d; k++) {
      expected[k * d + k] = eigenvalues[k] / (eigenvalues[k] + epsilon);
    }
    assertThat(moments.mean()).containsExactly(new double[d], FP32);
    assertThat(moments.covariance()).containsExactly(expected, FP32);
  }

  /** The rows of the eigenvectors take the whitened components back to where images are. */
  @Property(tries = 100)
  void zcaIsPcaRotatedBack(@ForAll @IntRange(min = 2, max = 80) int count, @ForAll long seed) {
    List<byte[]> images = SampleImages.correlated(SHAPE, count, seed);
    Statistics statistics = Fitting.statistics(SHAPE, images);
    float[] components = SampleImages.minibatch(images);
    Preprocessors.fit("pca-whiten", statistics).apply(components, count);
    float[] whitened = SampleImages.minibatch(images);
    Preprocessors.fit("zca", statistics).apply(whitened, count);
    double[] vectors = statistics.components().eigenvectors();
    int d = SHAPE.size();
    for (int n = 0; n < count; n++) {
      for (int i = 0; i < d; i++) {
        double back = 0;
        for (int k = 0; k < d; k++) {
          back += components[n * d + k] * vectors[k * d + i];
        }
        assertThat((double) whitened[n * d + i]).isCloseTo(back, FP32);
      }
    }
  }

  @Test
  void zcaHasASymmetricMatrix() {
    ImageShape shape = new ImageShape(3, 8, 8);
    Statistics statistics = Fitting.statistics(shape, SampleImages.correlated(shape, 500, 1));
    LinearMap matrix = LinearMap.zca(statistics.pixels().mean(), statistics.components(), 1);
    for (int i = 0; i < shape.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(matrix.at(i, j)).isEqualTo(matrix.at(j, i));
      }
    }
  }

  /** {@code W (C + epsilon I) W = I}. */
  @Test
  void zcaHasTheInverseRootOfTheCovariancePlusEpsilon() {
    Statistics statistics = Fitting.statistics(SHAPE, SampleImages.correlated(SHAPE, 200, 2));
    double epsilon = 10;
    LinearMap matrix = LinearMap.zca(statistics.pixels().mean(), statistics.components(), epsilon);
    int d = SHAPE.size();
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        double product = 0;
        for (int k = 0; k < d; k++) {
          for (int l = 0; l < d; l++) {
            double covariance = statistics.covariance()[k * d + l] + (k == l ? epsilon : 0);
            product += matrix.at(i, k) * covariance * matrix.at(l, j);
          }
        }
        assertThat(product).isCloseTo(i == j ? 1 : 0, FP32);
      }
    }
  }

  @Test
  void takesAHundredthOfTheMeanEigenvalueButTheVarianceOfRoundingAtLeast() {
    List<byte[]> alike = SampleImages.constant(SHAPE, 3, 9);
    assertSame("pca-whiten", 1.0 / 12, Fitting.statistics(SHAPE, alike));
    Statistics statistics = Fitting.statistics(SHAPE, SampleImages.correlated(SHAPE, 200, 2));
    double[] eigenvalues = statistics.components().eigenvalues();
    double hundredth = Arrays.stream(eigenvalues).sum() / eigenvalues.length / 100;
    assertSame("pca-whiten", hundredth, statistics);
    assertSame("scale=unit, pca-whiten", hundredth / (255.0 * 255.0), statistics);
  }

  private static void assertSame(String specification, double epsilon, Statistics statistics) {
    float[] expected = SampleImages.minibatch(SampleImages.random(SHAPE, 3, 8));
    float[] actual = expected.clone();
    Preprocessors.fit(specification + " epsilon=" + epsilon, statistics).apply(expected, 3);
    Preprocessors.fit(specification, statistics).apply(actual, 3);
    assertThat(actual).containsExactly(expected, within(1e-5f));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAnEpsilonThatIsNoPositiveVariance(double epsilon) {
    double[] mean = OF_FOUR.pixels().mean();
    assertThatThrownBy(() -> LinearMap.pcaWhitening(mean, OF_FOUR.components(), 2, epsilon))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("positive variance, not " + epsilon);
    assertThatThrownBy(() -> LinearMap.zca(mean, OF_FOUR.components(), epsilon))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Scaling comes first: the components are those of what was scaled. */
  @Property(tries = 50)
  void pcaAfterScalingLeavesNoCorrelation(
      @ForAll @IntRange(min = 20, max = 80) int count, @ForAll long seed) {
    List<byte[]> images = SampleImages.correlated(SHAPE, count, seed);
    Statistics statistics = Fitting.statistics(SHAPE, images);
    Moments moments =
        Fitting.moments(Preprocessors.fit("channel, pca=18", statistics), SHAPE, images);
    int d = SHAPE.size();
    for (int i = 0; i < d; i++) {
      assertThat(moments.mean()[i]).isCloseTo(0, FP32);
      for (int j = 0; j < i; j++) {
        assertThat(moments.covariance()[i * d + j]).isCloseTo(0, FP32);
      }
    }
  }

  /** The mean squared distance of images from their reconstruction. */
  @Property(tries = 60)
  void pcaLosesTheEigenvaluesThatItDrops(
      @ForAll @IntRange(min = 2, max = 80) int count,
      @ForAll @IntRange(min = 1, max = 18) int kept,
      @ForAll long seed) {
    List<byte[]> images = SampleImages.correlated(SHAPE, count, seed);
    Statistics statistics = Fitting.statistics(SHAPE, images);
    Preprocessor preprocessor = Preprocessors.fit("pca=" + kept, statistics);
    float[] original = SampleImages.minibatch(images);
    float[] values = original.clone();
    preprocessor.apply(values, count);
    Arrays.fill(values, count * kept, values.length, Float.NaN);
    preprocessor.invert(values, count);
    double error = 0;
    for (int i = 0; i < values.length; i++) {
      error += Math.pow(values[i] - original[i], 2) / count;
    }
    double dropped = Arrays.stream(statistics.components().eigenvalues()).skip(kept).sum();
    assertThat(error).isCloseTo(dropped, within(1e-4 * dropped + 1e-5));
  }

  @Test
  void componentsComeDenselyAndHaveAShapeOfTheirOwn() {
    Statistics statistics = Fitting.statistics(SHAPE, SampleImages.correlated(SHAPE, 50, 2));
    float[] all = SampleImages.minibatch(SampleImages.correlated(SHAPE, 3, 7));
    float[] two = all.clone();
    Preprocessors.fit("pca=18", statistics).apply(all, 3);
    Preprocessor preprocessor = Preprocessors.fit("centre=image, pca=2", statistics);
    preprocessor.apply(two, 3);
    for (int n = 0; n < 3; n++) {
      assertThat(two[2 * n]).isCloseTo(all[18 * n], within(1e-3f));
      assertThat(two[2 * n + 1]).isCloseTo(all[18 * n + 1], within(1e-3f));
    }
    assertThat(preprocessor.outputShape(SHAPE)).isEqualTo(new ImageShape(2, 1, 1));
    assertThat(Preprocessors.fit("zca", statistics).outputShape(SHAPE)).isEqualTo(SHAPE);
    assertThat(Preprocessors.fit("channel", statistics).outputShape(SHAPE)).isEqualTo(SHAPE);
    assertThatThrownBy(() -> preprocessor.outputShape(new ImageShape(1, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fitted on images of 18 values, not 1 x 1 x 1");
  }

  @Test
  void keepsTheFewestComponentsThatHoldTheShare() {
    assertThat(Preprocessors.fit("pca=85%", OF_FOUR).outputShape(new ImageShape(1, 1, 2)))
        .isEqualTo(new ImageShape(1, 1, 1));
    assertThat(Preprocessors.fit("pca=86%", OF_FOUR).outputShape(new ImageShape(1, 1, 2)))
        .isEqualTo(new ImageShape(2, 1, 1));
  }

  /** Eigenvalues and their sum, divided apart, differ in their last bits about every other time. */
  @Property(tries = 60)
  void theWholeVarianceIsHeldByAllComponentsWhateverTheirUnit(
      @ForAll @IntRange(min = 1, max = 80) int count, @ForAll long seed) {
    Statistics statistics = Fitting.statistics(SHAPE, SampleImages.correlated(SHAPE, count, seed));
    for (String before : List.of("", "unit, ", "mean-image, ", "centre=number, scale=number, ")) {
      for (String mixing : List.of("pca=100%", "pca-whiten=100%")) {
        assertThat(Preprocessors.fit(before + mixing, statistics).outputShape(SHAPE).size())
            .as(before + mixing)
            .isEqualTo(SHAPE.size());
      }
      assertThat(Preprocessors.fit(before + "pca=99%", statistics).outputShape(SHAPE))
          .isEqualTo(Preprocessors.fit("pca=99%", statistics).outputShape(SHAPE));
    }
  }

  @Test
  void refusesWhatTheStatisticsDoNotHave() {
    assertThatThrownBy(() -> Preprocessors.fit("pca=3", OF_FOUR))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "preprocess keeps 3 principal components, but the statistics have 2; keep fewer, or find more"
                + " with statistics.components (--components)");
    Statistics few = Fitting.withoutCovariance(OF_FOUR, 1);
    assertThat(Preprocessors.fit("scale=unit, pca-whiten=1", few)).isNotNull();
    assertThatThrownBy(() -> Preprocessors.fit("zca", few))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("needs all 2 principal components, but the statistics have 1");
    assertThatThrownBy(() -> Preprocessors.fit("scale=image, pca=1", few))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the statistics have no covariance");
    assertThatThrownBy(() -> Preprocessors.fit("pca=99%", few))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("hold 85.71 % of the variance, not 99.00 %");
  }

  @Test
  void isAppliedByManyThreadsAtOnce() {
    ImageShape shape = new ImageShape(3, 8, 8);
    List<byte[]> images = SampleImages.correlated(shape, 64, 4);
    Preprocessor preprocessor = Preprocessors.fit("zca", Fitting.statistics(shape, images));
    List<float[]> results =
        IntStream.range(0, 32)
            .parallel()
            .mapToObj(
                i -> {
                  float[] values = SampleImages.minibatch(images);
                  preprocessor.apply(values, images.size());
                  return values;
                })
            .toList();
    results.forEach(result -> assertThat(result).isEqualTo(results.get(0)));
  }

  private static void assertCloseTo(float[] actual, double... expected) {
    double[] wide = IntStream.range(0, actual.length).mapToDouble(i -> actual[i]).toArray();
    assertThat(wide).containsExactly(expected, within(1e-6));
  }
}
