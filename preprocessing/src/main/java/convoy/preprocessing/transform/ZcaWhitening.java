// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import convoy.preprocessing.statistics.Statistics;

/**
 * Whitens images as {@link PcaWhitening} does and rotates them back: {@code W (x - mean)} with the
 * symmetric {@code W = U diag(1 / sqrt(lambda + epsilon)) U^T}, where the columns of U are the
 * eigenvectors. Of all whitening transforms it changes images least, so they remain images.
 *
 * <p>W: A. J. Bell and T. J. Sejnowski, "The independent components of natural scenes are edge
 * filters", Vision Research 37 (1997).
 */
public final class ZcaWhitening implements Preprocessor {
  private static final long serialVersionUID = 1L;
  static final String NAME = "zca";

  private final WhiteningMatrix matrix;

  private ZcaWhitening(WhiteningMatrix matrix) {
    this.matrix = matrix;
  }

  /**
   * Fits with the default epsilon: one hundredth of the mean eigenvalue (for CIFAR-10 about 40, the
   * variance of noise of 6 grey levels), but at least 1/12, the variance that rounding to whole
   * pixel values adds.
   */
  public static ZcaWhitening fit(Statistics statistics) {
    return fit(statistics, WhiteningMatrix.defaultEpsilon(statistics));
  }

  /**
   * Fits with a given epsilon.
   *
   * @param epsilon variance, in squared pixel values (0 to 255), that is added to every eigenvalue;
   *     positive. Directions of smaller variance are damped instead of blown up with their noise
   * @throws IllegalArgumentException if epsilon is not positive and finite
   */
  public static ZcaWhitening fit(Statistics statistics, double epsilon) {
    return new ZcaWhitening(WhiteningMatrix.zca(statistics, epsilon));
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
