// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * What the training split says about its pixels, in units of pixel values (0 to 255), or about its
 * features, in their own. A feature is a channel of one value. Every denominator is N, the number
 * of values seen, not N - 1. The arrays are not copied and not to be changed.
 *
 * @param shape of every image
 * @param elements what the values are: pixels or features
 * @param count images seen, at least 1
 * @param splitDigest the digest, in hexadecimal, of the training split that was seen
 * @param pixels of each value of an image
 * @param channels of the channels, that is of colours
 * @param covariance {@code [d, d]}, row by row, of every two of the {@code d = c * h * w} values;
 *     denominator N; all zeros after one image; of length 0 where it was not computed
 * @param components the eigenvalues and eigenvectors of the covariance: all, the largest ({@link
 *     RandomizedPca}), or none, which leaves their total variance
 * @param patches of small square patches, as far as asked for; by ascending size
 */
public record Statistics(
    ImageShape shape,
    ElementType elements,
    long count,
    String splitDigest,
    PixelStatistics pixels,
    ChannelStatistics channels,
    double[] covariance,
    PrincipalComponents components,
    List<PatchStatistics> patches) {

  /** The statistics of {@link #of(PixelSums, String, Collection)} without patches. */
  public static Statistics of(PixelSums sums, String splitDigest) {
    return of(sums, splitDigest, List.of());
  }

  /**
   * Draws the statistics from exact sums, in fp64. Takes seconds and, mostly for the factorization,
   * {@code 40 d^2} bytes (360 MiB) for CIFAR's {@code d = 3072}; both grow fast with d.
   *
   * @param sums over the training split and nothing else
   * @param splitDigest the digest of that split, in hexadecimal
   * @param patchSizes the patches to describe too; see {@link PatchStatistics#of}
   * @throws BadInputException if there was no image, or a size is not legal
   */
  public static Statistics of(PixelSums sums, String splitDigest, Collection<Integer> patchSizes) {
    requireImages(sums.values());
    List<PatchStatistics> patches =
        patchSizes.stream()
            .distinct()
            .sorted()
            .map(size -> PatchStatistics.of(sums, size))
            .toList();
    double[] covariance = sums.covariance();
    return new Statistics(
        sums.shape(),
        ElementType.UINT8,
        sums.count(),
        splitDigest,
        PixelStatistics.of(sums.values()),
        ChannelStatistics.of(sums.values()),
        covariance,
        PrincipalComponents.of(covariance, sums.shape().size()),
        patches);
  }

  /**
   * Statistics without a covariance.
   *
   * @param sums over the training split and nothing else
   * @param splitDigest the digest of that split, in hexadecimal
   * @param components the largest ones, found from the same images, or none
   * @param patches of the same images
   * @throws BadInputException if there was no image
   */
  static Statistics of(
      ValueSums sums,
      String splitDigest,
      PrincipalComponents components,
      List<PatchStatistics> patches) {
    requireImages(sums);
    return new Statistics(
        sums.shape(),
        ElementType.UINT8,
        sums.count(),
        splitDigest,
        PixelStatistics.of(sums),
        ChannelStatistics.of(sums),
        new double[0],
        components,
        patches);
  }

  /**
   * Draws the statistics of features from exact sums. Means and covariance are the doubles nearest
   * to the true ones.
   *
   * @param sums over the training split and nothing else
   * @param splitDigest the digest of that split, in hexadecimal
   * @throws BadInputException if there was no example
   */
  public static Statistics of(FeatureSums sums, String splitDigest) {
    requireExamples(sums.count());
    int size = sums.shape().size();
    double[] mean = sums.mean();
    double[] covariance = sums.covariance();
    double[] deviation = new double[size];
    Arrays.setAll(deviation, i -> Math.sqrt(covariance[i * size + i]));
    return new Statistics(
        sums.shape(),
        ElementType.FLOAT32,
        sums.count(),
        splitDigest,
        new PixelStatistics(mean, deviation, sums.minimum(), sums.maximum()),
        new ChannelStatistics(mean, deviation, covariance),
        covariance,
        PrincipalComponents.of(covariance, size),
        List.of());
  }

  /** Refuses sums over no image. */
  static void requireImages(ValueSums sums) {
    requireExamples(sums.count());
  }

  private static void requireExamples(long count) {
    if (count == 0) {
      throw new BadInputException(
          "the training split has no images, so it has no statistics; check the source and the"
              + " shares of the splits");
    }
  }

  /** Whether {@link #covariance} is there. */
  public boolean hasCovariance() {
    return covariance.length > 0;
  }

  /** The mean of all values of all images. */
  public double mean() {
    return Arrays.stream(channels.mean()).average().orElseThrow();
  }

  /**
   * The standard deviation of all values of all images around the mean image: the root of the mean
   * of the d variances. 0 if all images are equal.
   */
  public double deviationAroundMeanImage() {
    return Math.sqrt(
        Arrays.stream(pixels.deviation())
            .map(deviation -> deviation * deviation)
            .average()
            .orElseThrow());
  }
}
