// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.SampleImages;
import convoy.preprocessing.statistics.PixelSums;
import convoy.preprocessing.statistics.Statistics;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ColourStatisticsTest {

  /** Against the two-pass definition over all pixels. */
  @Property(tries = 50)
  void theCovarianceIsThatOfAllPixelsColours(
      @ForAll @IntRange(min = 1, max = 30) int count, @ForAll long seed) {
    ImageShape shape = new ImageShape(3, 4, 5);
    List<byte[]> images = SampleImages.correlated(shape, count, seed);
    Statistics statistics = statistics(shape, images);
    double[] mean = statistics.channels().mean();
    double[] expected = new double[9];
    for (byte[] image : images) {
      for (int place = 0; place < 20; place++) {
        for (int i = 0; i < 9; i++) {
          double a = Byte.toUnsignedInt(image[i / 3 * 20 + place]) - mean[i / 3];
          double b = Byte.toUnsignedInt(image[i % 3 * 20 + place]) - mean[i % 3];
          expected[i] += a * b / count / 20;
        }
      }
    }
    assertThat(statistics.channels().covariance()).containsExactly(expected, within(1e-6));
  }

  /** Covariance [[5, 2], [2, 2]]: eigenvalue 6 along (2, 1), 1 along (-1, 2) over root 5. */
  @Test
  void componentsAgreeWithFourPixelsByHand() {
    Statistics statistics =
        statistics(
            new ImageShape(2, 1, 1),
            List.of(new byte[] {4, 3}, new byte[] {6, 5}, new byte[] {8, 7}, new byte[] {10, 5}));
    ColourStatistics colours = ColourStatistics.of(statistics.channels());
    double root = Math.sqrt(5);
    assertThat(colours.mean()).containsExactly(7, 5);
    assertThat(colours.eigenvalues()).containsExactly(new double[] {6, 1}, within(1e-9));
    assertThat(colours.eigenvectors())
        .containsExactly(new double[] {2 / root, 1 / root, -1 / root, 2 / root}, within(1e-9));
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new ColourStatistics(new double[3], new double[3], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 means, 3 eigenvalues and 3 components of eigenvectors");
  }

  private static Statistics statistics(ImageShape shape, List<byte[]> images) {
    PixelSums sums = PixelSums.zero(shape);
    images.forEach(sums::add);
    return Statistics.of(sums, "");
  }
}
