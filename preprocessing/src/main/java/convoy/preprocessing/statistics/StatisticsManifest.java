// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.ImageShape;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * The contents of {@code statistics.json}.
 *
 * @param format always {@link #FORMAT}
 * @param version of the format: {@link #VERSION}
 * @param shape of every image
 * @param count images seen
 * @param splitDigest digest of the training split that was seen
 * @param denominator of deviations and covariance, in words
 * @param eigenvectors how they lie in their file, in words
 * @param topEigenvalues the largest ones, for the reader
 * @param sha256 of every other file, by its name, in hexadecimal
 */
record StatisticsManifest(
    String format,
    int version,
    ImageShape shape,
    long count,
    String splitDigest,
    String denominator,
    String eigenvectors,
    List<Double> topEigenvalues,
    SortedMap<String, String> sha256) {
  static final String FORMAT = "convoy-statistics";
  static final int VERSION = 1;
  private static final int TOP = 10;

  static StatisticsManifest of(Statistics statistics, SortedMap<String, String> sha256) {
    return new StatisticsManifest(
        FORMAT,
        VERSION,
        statistics.shape(),
        statistics.count(),
        statistics.splitDigest(),
        "N: images for a value of an image and the covariance; images x height x width for a"
            + " channel",
        "row k of the file is the unit eigenvector of eigenvalue k",
        Arrays.stream(statistics.components().eigenvalues()).limit(TOP).boxed().toList(),
        sha256);
  }
}
