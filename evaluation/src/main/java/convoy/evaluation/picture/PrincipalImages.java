// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import convoy.preprocessing.ImageShape;

/**
 * The principal components of images, and what is left of an image that is reduced to the first of
 * them (course notes CS231n, Neural Networks Part 2, section "Data Preprocessing"). In units of
 * pixel values, 0 to 255. The arrays are not copied and not to be changed.
 *
 * @param shape of an image of d values
 * @param mean {@code [d]}
 * @param eigenvalues of the covariance, descending; at least one for each eigenvector
 * @param eigenvectors {@code [k, d]}, row by row: the unit vectors of the k largest eigenvalues, k
 *     from 0, where none were computed, to d
 */
public record PrincipalImages(
    ImageShape shape, double[] mean, double[] eigenvalues, double[] eigenvectors) {
  /** The variance that rounding to whole pixel values adds: what is smaller says nothing. */
  private static final double ROUNDING_VARIANCE = 1.0 / 12;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if the arrays do not fit together
   */
  public PrincipalImages {
    int size = shape.size();
    if (mean.length != size
        || eigenvectors.length % size != 0
        || eigenvectors.length / size > Math.min(size, eigenvalues.length)) {
      throw new IllegalArgumentException(
          "%s means, %s eigenvalues and %s components of eigenvectors for images of %s"
              .formatted(mean.length, eigenvalues.length, eigenvectors.length, shape));
    }
  }

  /** How many eigenvectors there are. */
  public int count() {
    return eigenvectors.length / shape.size();
  }

  /** The eigenvector of that number, from 0, as an image in shades of its own range. */
  public PngImage vector(int component) {
    double[] vector = new double[shape.size()];
    System.arraycopy(eigenvectors, component * vector.length, vector, 0, vector.length);
    return PngImage.of(vector, shape);
  }

  /**
   * The image that is nearest to one among all that the mean and the first components can make.
   *
   * @param image {@code [d]} of one unsigned byte each
   * @param components to keep, at most {@link #count}
   * @return {@code [d]}; a little below 0 or above 255 in places
   */
  public double[] reduced(byte[] image, int components) {
    double[] values = mean.clone();
    for (int k = 0; k < components; k++) {
      addVector(values, k, component(image, k));
    }
    return values;
  }

  /**
   * The first components of an image, each divided by its standard deviation over the training
   * split, turned back to where pixels are. The mean is 0 everywhere.
   *
   * @param image {@code [d]} of one unsigned byte each
   * @param components to keep, at most {@link #count}; 1/12, the variance of rounding, is added to
   *     each eigenvalue, so that those of 0 do no harm
   */
  public double[] whitened(byte[] image, int components) {
    double[] values = new double[mean.length];
    for (int k = 0; k < components; k++) {
      double deviation = Math.sqrt(eigenvalues[k] + ROUNDING_VARIANCE);
      addVector(values, k, component(image, k) / deviation);
    }
    return values;
  }

  private double component(byte[] image, int k) {
    if (image.length != mean.length) {
      throw new IllegalArgumentException(
          "an image of %s bytes, not of %s".formatted(image.length, shape));
    }
    double sum = 0;
    for (int i = 0; i < mean.length; i++) {
      sum += (Byte.toUnsignedInt(image[i]) - mean[i]) * eigenvectors[k * mean.length + i];
    }
    return sum;
  }

  private void addVector(double[] values, int k, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] += factor * eigenvectors[k * values.length + i];
    }
  }
}
