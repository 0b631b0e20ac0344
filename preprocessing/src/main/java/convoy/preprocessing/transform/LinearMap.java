// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.statistics.BlasThreads;
import convoy.preprocessing.statistics.PrincipalComponents;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Centres images and multiplies them by a matrix: {@code x -> W (x - mean)}, with W from the
 * eigenvectors u and eigenvalues lambda of the training split's covariance. An image of d values
 * becomes k components ({@link #pca}, {@link #pcaWhitening}: no neighbouring pixels any more, so
 * for models without convolutions) or an image again ({@link #zca}).
 *
 * <p>Applied by {@code sgemm} from native memory, {@code 4 k d} bytes that are taken at the first
 * use and given back when this object is collected.
 */
public final class LinearMap implements Preprocessor {
  private static final long serialVersionUID = 1L;

  private final float[] mean;
  private final int outputs;
  private final boolean image;

  /** {@code [outputs, d]}, row by row. */
  private final float[] matrix;

  private transient FloatPointer nativeMatrix;
  private transient LeastSquares inverse;

  private LinearMap(double[] mean, int outputs, boolean image, float[] matrix) {
    this.mean = Floats.of(mean);
    this.outputs = outputs;
    this.image = image;
    this.matrix = matrix;
  }

  /**
   * Principal components: row k of W is eigenvector k. The covariance of the training split becomes
   * {@code diag(lambda)}; the mean squared error of the images taken back is the sum of the
   * eigenvalues that were dropped.
   *
   * @param mean {@code [d]} of the training split
   * @param count components kept, from 1 to as many as there are
   */
  public static LinearMap pca(double[] mean, PrincipalComponents components, int count) {
    return new LinearMap(
        mean, count, false, Floats.of(scaledVectors(components, count, lambda -> 1)));
  }

  /**
   * PCA whitening: row k of W is eigenvector k divided by {@code sqrt(lambda + epsilon)}. The
   * covariance of the training split becomes {@code diag(lambda / (lambda + epsilon))}.
   *
   * @param mean {@code [d]} of the training split
   * @param count components kept, from 1 to as many as there are
   * @param epsilon variance added to every eigenvalue; positive. Directions of smaller variance are
   *     damped instead of blown up with their noise
   * @throws IllegalArgumentException if epsilon is not positive and finite
   */
  public static LinearMap pcaWhitening(
      double[] mean, PrincipalComponents components, int count, double epsilon) {
    requireVariance(epsilon);
    return new LinearMap(
        mean,
        count,
        false,
        Floats.of(scaledVectors(components, count, lambda -> 1 / Math.sqrt(lambda + epsilon))));
  }

  /**
   * ZCA whitening: {@code W = U diag(1 / sqrt(lambda + epsilon)) U^T}, symmetric to the last bit,
   * where the columns of U are the eigenvectors: PCA whitening, rotated back. Of all whitening
   * transforms it changes images least, so they remain images.
   *
   * <p>A. J. Bell and T. J. Sejnowski, "The independent components of natural scenes are edge
   * filters", Vision Research 37 (1997).
   *
   * @param mean {@code [d]} of the training split
   * @param components all d
   * @param epsilon as of {@link #pcaWhitening}
   * @throws IllegalArgumentException if epsilon is not positive and finite
   */
  public static LinearMap zca(double[] mean, PrincipalComponents components, double epsilon) {
    requireVariance(epsilon);
    int order = mean.length;
    double[] half =
        scaledVectors(components, order, lambda -> 1 / Math.sqrt(Math.sqrt(lambda + epsilon)));
    double[] upper = new double[half.length];
    BlasThreads.useOne();
    cblas_dsyrk(
        CblasRowMajor, CblasUpper, CblasTrans, order, order, 1, half, order, 0, upper, order);
    float[] matrix = new float[upper.length];
    for (int i = 0; i < order; i++) {
      for (int j = i; j < order; j++) {
        float value = (float) upper[i * order + j];
        matrix[i * order + j] = value;
        matrix[j * order + i] = value;
      }
    }
    return new LinearMap(mean, order, true, matrix);
  }

  private static void requireVariance(double epsilon) {
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the epsilon of whitening is a positive variance, not " + epsilon);
    }
  }

  /** The first eigenvectors as rows, row k times {@code scale(lambda_k)}. */
  private static double[] scaledVectors(
      PrincipalComponents components, int count, DoubleUnaryOperator scale) {
    int order = components.eigenvectors().length / components.count();
    double[] rows = new double[count * order];
    for (int k = 0; k < count; k++) {
      double factor = scale.applyAsDouble(components.eigenvalues()[k]);
      for (int i = k * order; i < (k + 1) * order; i++) {
        rows[i] = components.eigenvectors()[i] * factor;
      }
    }
    return rows;
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
    int order = mean.length;
    int values = Minibatch.values(images, count, order);
    if (values == 0) {
      return;
    }
    for (int begin = 0; begin < values; begin += order) {
      for (int i = 0; i < order; i++) {
        images[begin + i] -= mean[i];
      }
    }
    try (FloatPointer centred = new FloatPointer((long) values);
        FloatPointer mapped = new FloatPointer((long) count * outputs)) {
      centred.put(images, 0, values);
      cblas_sgemm(
          CblasRowMajor,
          CblasNoTrans,
          CblasTrans,
          count,
          outputs,
          order,
          1f,
          centred,
          order,
          nativeMatrix(),
          order,
          0f,
          mapped,
          outputs);
      mapped.get(images, 0, count * outputs);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The first call factors {@code W W^T}, which takes a second or two and {@code 8 k (k + d)}
   * bytes for CIFAR's d = 3072: meant for looking at some images, not for training on them.
   */
  @Override
  public void invert(float[] values, int count) {
    int order = mean.length;
    int end = Minibatch.values(values, count, order);
    if (end == 0) {
      return;
    }
    double[] images = inverse().solve(values, count);
    for (int i = 0; i < end; i++) {
      values[i] = (float) (images[i] + mean[i % order]);
    }
  }

  @Override
  public ImageShape outputShape(ImageShape shape) {
    Minibatch.requireSize(shape, mean.length);
    return image ? shape : new ImageShape(outputs, 1, 1);
  }

  private synchronized FloatPointer nativeMatrix() {
    if (nativeMatrix == null) {
      nativeMatrix = new FloatPointer(matrix);
    }
    return nativeMatrix;
  }

  private synchronized LeastSquares inverse() {
    if (inverse == null) {
      inverse = LeastSquares.of(matrix, outputs, mean.length);
    }
    return inverse;
  }

  /** Row i, column j of W. */
  float at(int i, int j) {
    return matrix[i * mean.length + j];
  }
}
