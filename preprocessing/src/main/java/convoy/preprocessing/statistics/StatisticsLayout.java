// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which arrays the folder of some statistics has, and how they lie in their files.
 *
 * @param shape of every image
 * @param elements what the values of every image are
 * @param components principal components that there are; 0 for none
 * @param covariance whether the covariance is there
 * @param patches the sizes of the patches described, ascending
 */
record StatisticsLayout(
    ImageShape shape,
    ElementType elements,
    int components,
    boolean covariance,
    List<Integer> patches) {
  /** Begins the names of the arrays that describe patches. */
  static final String PATCH = "patch-";

  private static final String MEAN_IMAGE = "mean-image.npy";
  private static final String STD_IMAGE = "std-image.npy";
  private static final String MINIMUM = "minimum.npy";
  private static final String MAXIMUM = "maximum.npy";
  private static final String CHANNEL_MEAN = "channel-mean.npy";
  private static final String CHANNEL_STD = "channel-std.npy";
  private static final String CHANNEL_COVARIANCE = "channel-covariance.npy";
  private static final String COVARIANCE = "covariance.npy";
  private static final String EIGENVALUES = "eigenvalues.npy";
  private static final String EIGENVECTORS = "eigenvectors.npy";

  /** Stands for an array that the folder does not have. */
  private static final double[] NOTHING = {};

  /** One array of the folder. */
  record ArrayFile(String name, Function<Statistics, double[]> values, int... shape) {
    /** Bytes of its values. */
    long bytes() {
      return Arrays.stream(shape).asLongStream().reduce(Double.BYTES, Math::multiplyExact);
    }
  }

  /**
   * Checks that the arrays can be.
   *
   * @throws IllegalArgumentException if there are more components than values, a patch does not fit
   *     into the image, or an array would be larger than Java makes them
   */
  StatisticsLayout {
    long d = shape.size();
    if (components < 0 || components > d) {
      throw new IllegalArgumentException("%s components of %s values".formatted(components, d));
    }
    requireArray(components * d);
    requireArray(covariance ? d * d : d);
    Set<Integer> seen = new HashSet<>();
    for (int size : patches) {
      if (size < 1 || size > Math.min(shape.height(), shape.width()) || !seen.add(size)) {
        throw new IllegalArgumentException("patches of %s in images of %s".formatted(size, shape));
      }
      long p = (long) shape.channels() * size * size;
      requireArray(p * p);
    }
  }

  private static void requireArray(long values) {
    if (values > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "an array of %,d values", values));
    }
  }

  static StatisticsLayout of(Statistics statistics) {
    return new StatisticsLayout(
        statistics.shape(),
        statistics.elements(),
        statistics.components().count(),
        statistics.hasCovariance(),
        statistics.patches().stream().map(PatchStatistics::size).toList());
  }

  /** Every array that the folder has. */
  List<ArrayFile> files() {
    int[] image = {shape.channels(), shape.height(), shape.width()};
    int c = shape.channels();
    int d = shape.size();
    List<ArrayFile> files =
        new ArrayList<>(
            List.of(
                new ArrayFile(MEAN_IMAGE, all -> all.pixels().mean(), image),
                new ArrayFile(STD_IMAGE, all -> all.pixels().deviation(), image),
                new ArrayFile(MINIMUM, all -> all.pixels().minimum(), image),
                new ArrayFile(MAXIMUM, all -> all.pixels().maximum(), image),
                new ArrayFile(CHANNEL_MEAN, all -> all.channels().mean(), c),
                new ArrayFile(CHANNEL_STD, all -> all.channels().deviation(), c),
                new ArrayFile(CHANNEL_COVARIANCE, all -> all.channels().covariance(), c, c)));
    if (components > 0) {
      files.add(new ArrayFile(EIGENVALUES, all -> all.components().eigenvalues(), components));
      files.add(new ArrayFile(EIGENVECTORS, all -> all.components().eigenvectors(), components, d));
    }
    if (covariance) {
      files.add(new ArrayFile(COVARIANCE, Statistics::covariance, d, d));
    }
    for (int i = 0; i < patches.size(); i++) {
      files.addAll(patchFiles(i));
    }
    return files;
  }

  private List<ArrayFile> patchFiles(int index) {
    int size = patches.get(index);
    int p = shape.channels() * size * size;
    return List.of(
        new ArrayFile(
            patchFile(size, "mean"),
            all -> all.patches().get(index).mean(),
            shape.channels(),
            size,
            size),
        new ArrayFile(
            patchFile(size, "covariance"), all -> all.patches().get(index).covariance(), p, p),
        new ArrayFile(
            patchFile(size, "eigenvalues"),
            all -> all.patches().get(index).components().eigenvalues(),
            p),
        new ArrayFile(
            patchFile(size, "eigenvectors"),
            all -> all.patches().get(index).components().eigenvectors(),
            p,
            p));
  }

  private static String patchFile(int size, String what) {
    return PATCH + "%sx%s-%s.npy".formatted(size, size, what);
  }

  /** The statistics that a manifest and the arrays, by the names of their files, describe. */
  Statistics assemble(StatisticsManifest manifest, Map<String, double[]> arrays) {
    return new Statistics(
        shape,
        elements,
        manifest.count(),
        manifest.splitDigest(),
        new PixelStatistics(
            arrays.get(MEAN_IMAGE),
            arrays.get(STD_IMAGE),
            arrays.get(MINIMUM),
            arrays.get(MAXIMUM)),
        new ChannelStatistics(
            arrays.get(CHANNEL_MEAN), arrays.get(CHANNEL_STD), arrays.get(CHANNEL_COVARIANCE)),
        arrays.getOrDefault(COVARIANCE, NOTHING),
        new PrincipalComponents(
            arrays.getOrDefault(EIGENVALUES, NOTHING),
            arrays.getOrDefault(EIGENVECTORS, NOTHING),
            manifest.totalVariance()),
        patches.stream().map(size -> patch(size, manifest.count(), arrays)).toList());
  }

  private PatchStatistics patch(int size, long images, Map<String, double[]> arrays) {
    return new PatchStatistics(
        size,
        images * (shape.height() - size + 1) * (shape.width() - size + 1),
        arrays.get(patchFile(size, "mean")),
        arrays.get(patchFile(size, "covariance")),
        new PrincipalComponents(
            arrays.get(patchFile(size, "eigenvalues")),
            arrays.get(patchFile(size, "eigenvectors"))));
  }
}
