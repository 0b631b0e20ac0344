// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.SampleImages;
import convoy.preprocessing.shard.LabelledImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Components found at random in images of more values than a covariance may have, against those of
 * the matrix of the images' products with each other, which is small where they are few: for
 * centred rows X, eigenvector w of {@code X X^T / n} and its eigenvalue lambda, {@code X^T w /
 * sqrt(n lambda)} is a unit eigenvector of the covariance {@code X^T X / n} of the same eigenvalue.
 */
class LargeImagesTest {
  private static final ImageShape SHAPE = new ImageShape(3, 96, 96);
  private static final int D = SHAPE.size();
  private static final int IMAGES = 60;
  private static final int RANK = 12;

  private static List<byte[]> patterned;
  private static Dual exact;

  /** All eigenvalues, and as many eigenvectors, each {@code [d]}, as there are patterns. */
  private record Dual(double[] eigenvalues, double[][] eigenvectors) {}

  @BeforeAll
  static void draw() {
    patterned = patterned();
    exact = dual(patterned);
  }

  /** Whole multiples of 12 patterns of -1 and 1 around 128, so that nothing is rounded. */
  private static List<byte[]> patterned() {
    Random random = new Random(8);
    int[][] patterns = new int[RANK][D];
    for (int[] pattern : patterns) {
      for (int i = 0; i < D; i++) {
        pattern[i] = random.nextBoolean() ? 1 : -1;
      }
    }
    List<byte[]> images = new ArrayList<>();
    for (int n = 0; n < IMAGES; n++) {
      byte[] image = new byte[D];
      for (int k = 0; k < RANK; k++) {
        int amplitude = random.nextInt(2 * (RANK - k) + 1) - (RANK - k);
        for (int i = 0; i < D; i++) {
          image[i] += (byte) (amplitude * patterns[k][i]);
        }
      }
      for (int i = 0; i < D; i++) {
        image[i] += (byte) 128;
      }
      images.add(image);
    }
    return images;
  }

  @Test
  void theImagesAreTooLargeForACovarianceAndHaveTheRankTheyWereDrawnWith() {
    assertThat(D).isEqualTo(27_648).isGreaterThan(PixelSums.MAXIMUM_SIZE);
    assertThat(exact.eigenvalues()[RANK - 1]).isGreaterThan(1e-3 * exact.eigenvalues()[0]);
    assertThat(exact.eigenvalues()[RANK]).isLessThan(1e-12 * exact.eigenvalues()[0]);
  }

  /** The sketch has at least 17 directions for 12 patterns: nothing is left to chance. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, RANK})
  void theLargestComponentsAreTheExactOnes(int count) {
    PrincipalComponents found = components(patterned, count);
    for (int k = 0; k < count; k++) {
      double value = exact.eigenvalues()[k];
      assertThat(found.eigenvalues()[k]).isCloseTo(value, within(1e-10 * value));
      assertThat(Math.abs(product(exact.eigenvectors()[k], vector(found, k))))
          .isCloseTo(1, within(1e-8));
    }
  }

  /** The length of each exact vector within the space of those found. */
  @Test
  void theComponentsSpanTheSpaceOfTheExactOnes() {
    PrincipalComponents found = components(patterned, RANK);
    for (int k = 0; k < RANK; k++) {
      double inside = 0;
      for (int j = 0; j < RANK; j++) {
        inside += Math.pow(product(exact.eigenvectors()[k], vector(found, j)), 2);
      }
      assertThat(inside).isCloseTo(1, within(1e-12));
    }
    assertThat(found.shareOf(RANK)).isCloseTo(1, within(1e-12));
  }

  /** All that 60 images can have, 59, found at once. */
  @Test
  void imagesWithoutAnyPatternHaveTheExactSpectrumToo() {
    List<byte[]> noise = SampleImages.random(SHAPE, IMAGES, 3);
    double[] eigenvalues = dual(noise).eigenvalues();
    PrincipalComponents found = components(noise, IMAGES - 1);
    for (int k = 0; k < IMAGES - 1; k++) {
      assertThat(found.eigenvalues()[k]).isCloseTo(eigenvalues[k], within(1e-10 * eigenvalues[k]));
    }
    requireOrthonormal(found);
  }

  /** Also those beyond the rank, whose eigenvalues are 0. */
  @Test
  void vectorsAreOrthonormal() {
    requireOrthonormal(components(patterned, 20));
  }

  private static void requireOrthonormal(PrincipalComponents found) {
    for (int i = 0; i < found.count(); i++) {
      for (int j = 0; j <= i; j++) {
        assertThat(product(vector(found, i), vector(found, j)))
            .isCloseTo(i == j ? 1 : 0, within(1e-10));
      }
    }
  }

  private static PrincipalComponents components(List<byte[]> images, int count) {
    RangeSketch sketch = RangeSketch.zero(SHAPE, count, 1);
    images.forEach(sketch::add);
    RandomizedPca pca = sketch.range();
    TallSkinnyQr factor = pca.zero();
    pca.addProjected(
        images.stream().map(image -> new LabelledImage(0, 0, image)).iterator(), factor);
    return pca.components(factor, sketch.values());
  }

  private static Dual dual(List<byte[]> images) {
    int n = images.size();
    double[][] centred = centred(images);
    double[] products = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        products[i * n + j] = product(centred[i], centred[j]) / n;
        products[j * n + i] = products[i * n + j];
      }
    }
    PrincipalComponents small = PrincipalComponents.of(products, n);
    double[][] vectors = new double[RANK][D];
    for (int k = 0; k < RANK; k++) {
      for (int image = 0; image < n; image++) {
        double weight = small.eigenvectors()[k * n + image] / Math.sqrt(n * small.eigenvalues()[k]);
        for (int i = 0; i < D; i++) {
          vectors[k][i] += weight * centred[image][i];
        }
      }
    }
    return new Dual(small.eigenvalues(), vectors);
  }

  private static double[][] centred(List<byte[]> images) {
    double[][] centred = new double[images.size()][D];
    for (int i = 0; i < D; i++) {
      double mean = 0;
      for (byte[] image : images) {
        mean += (double) Byte.toUnsignedInt(image[i]) / images.size();
      }
      for (int n = 0; n < images.size(); n++) {
        centred[n][i] = Byte.toUnsignedInt(images.get(n)[i]) - mean;
      }
    }
    return centred;
  }

  private static double[] vector(PrincipalComponents components, int k) {
    double[] vector = new double[D];
    System.arraycopy(components.eigenvectors(), k * D, vector, 0, D);
    return vector;
  }

  private static double product(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
