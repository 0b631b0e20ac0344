// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.storage.AsciiDigits;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The contents of {@code statistics.json}.
 *
 * @param format always {@link #FORMAT}
 * @param version of the format: {@link #VERSION}
 * @param shape of every image
 * @param elements what the values of every image are
 * @param count images seen
 * @param splitDigest digest of the training split that was seen
 * @param denominator of deviations and covariance, in words
 * @param components principal components in the folder; 0 for none
 * @param totalVariance the sum of all eigenvalues, also of those that are not in the folder
 * @param covariance whether the covariance is in the folder; not if the components were found
 *     without it, or there are none
 * @param patches sizes of the patches described
 * @param eigenvectors how they lie in their file, in words
 * @param made by what: command and versions, by name
 * @param topEigenvalues the largest ones, for the reader
 * @param sha256 of every other file, by its name, in hexadecimal
 */
record StatisticsManifest(
    String format,
    int version,
    ImageShape shape,
    ElementType elements,
    long count,
    String splitDigest,
    String denominator,
    int components,
    double totalVariance,
    boolean covariance,
    List<Integer> patches,
    String eigenvectors,
    Map<String, String> made,
    List<Double> topEigenvalues,
    SortedMap<String, String> sha256) {
  static final String FORMAT = "convoy-statistics";
  static final int VERSION = 3;

  /** What the values of every image are; missing in folders from before there were features. */
  static final String ELEMENTS = "elements";

  /** What they were made by; missing in folders from before this was said. */
  static final String MADE = "made";

  private static final int TOP = 10;

  /**
   * Checks the count, and that the arrays can be.
   *
   * @throws IllegalArgumentException as {@link StatisticsLayout} does, or if there is no image
   */
  StatisticsManifest {
    new StatisticsLayout(shape, elements, components, covariance, patches);
    if (count < 1) {
      throw new IllegalArgumentException("statistics of %s images".formatted(count));
    }
  }

  static StatisticsManifest of(
      Statistics statistics, Map<String, String> made, SortedMap<String, String> sha256) {
    StatisticsLayout layout = StatisticsLayout.of(statistics);
    return new StatisticsManifest(
        FORMAT,
        VERSION,
        statistics.shape(),
        statistics.elements(),
        statistics.count(),
        statistics.splitDigest(),
        "N: images for a value of an image and the covariance; images x height x width for"
            + " channels; patches for a patch",
        layout.components(),
        statistics.components().totalVariance(),
        layout.covariance(),
        layout.patches(),
        "row k of the file is the unit eigenvector of eigenvalue k",
        made,
        Arrays.stream(statistics.components().eigenvalues()).limit(TOP).boxed().toList(),
        sha256);
  }

  /** The name that a file of the layout has here; folders of before may have digits of a locale. */
  String writtenName(String name) {
    return sha256.keySet().stream()
        .filter(written -> AsciiDigits.of(written).equals(name))
        .findFirst()
        .orElse(name);
  }

  /** Which arrays there are beside. */
  StatisticsLayout layout() {
    return new StatisticsLayout(shape, elements, components, covariance, patches);
  }
}
