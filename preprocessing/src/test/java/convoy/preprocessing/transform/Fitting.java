// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.SampleImages;
import convoy.preprocessing.statistics.Moments;
import convoy.preprocessing.statistics.PixelSums;
import convoy.preprocessing.statistics.PrincipalComponents;
import convoy.preprocessing.statistics.Statistics;
import java.util.Arrays;
import java.util.List;

/** The training split of a test: its statistics, and what a preprocessor makes of it. */
final class Fitting {
  private Fitting() {}

  static Statistics statistics(ImageShape shape, List<byte[]> images) {
    PixelSums sums = PixelSums.zero(shape);
    images.forEach(sums::add);
    return Statistics.of(sums, "");
  }

  /** The moments of the images after the transform. */
  static Moments moments(Preprocessor preprocessor, ImageShape shape, List<byte[]> images) {
    float[] values = SampleImages.minibatch(images);
    preprocessor.apply(values, images.size());
    return Moments.of(values, images.size(), shape);
  }

  /** The same statistics as if found at random: the first components, and no covariance. */
  static Statistics withoutCovariance(Statistics statistics, int components) {
    PrincipalComponents all = statistics.components();
    return new Statistics(
        statistics.shape(),
        statistics.elements(),
        statistics.count(),
        statistics.splitDigest(),
        statistics.pixels(),
        statistics.channels(),
        new double[0],
        new PrincipalComponents(
            Arrays.copyOf(all.eigenvalues(), components),
            Arrays.copyOf(all.eigenvectors(), components * statistics.shape().size()),
            all.totalVariance()),
        List.of());
  }
}
