// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import convoy.preprocessing.statistics.Statistics;

/**
 * Rotates images onto the eigenvectors of the training split's covariance and divides each
 * component by {@code sqrt(lambda + epsilon)}. The covariance of the training split is then {@code
 * diag(lambda / (lambda + epsilon))}.
 *
 * <p>An image becomes its components, largest eigenvalue first, in the same {@code [c, h, w]}: it
 * has no neighbouring pixels any more, so this is for models without convolutions.
 */
public final class PcaWhitening implements Preprocessor {
  private static final long serialVersionUID = 1L;
  static final String NAME = "pca-whiten";

  private final WhiteningMatrix matrix;

  private PcaWhitening(WhiteningMatrix matrix) {
    this.matrix = matrix;
  }

  /** Fits with the default epsilon, which is that of {@link ZcaWhitening#fit(Statistics)}. */
  public static PcaWhitening fit(Statistics statistics) {
    return fit(statistics, WhiteningMatrix.defaultEpsilon(statistics));
  }

  /**
   * Fits with a given epsilon.
   *
   * @param epsilon variance, in squared pixel values (0 to 255), that is added to every eigenvalue;
   *     positive. Directions of smaller variance are damped instead of blown up with their noise
   * @throws IllegalArgumentException if epsilon is not positive and finite
   */
  public static PcaWhitening fit(Statistics statistics, double epsilon) {
    return new PcaWhitening(WhiteningMatrix.pca(statistics, epsilon));
  }

  /**
   * {@inheritDoc}
   *
   * <p>One {@code sgemm}: the last bits depend on the number of OpenBLAS threads ({@code
   * OMP_NUM_THREADS}), on the kind of processor, and for small minibatches on their size; with
   * those fixed they are the same every time.
   */
  @Override
  public void apply(float[] images, int count) {
    matrix.apply(images, count);
  }

  @Override
  public String name() {
    return NAME;
  }
}
