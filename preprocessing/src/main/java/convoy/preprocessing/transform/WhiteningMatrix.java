// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import convoy.preprocessing.statistics.OneBlasThread;
import convoy.preprocessing.statistics.PrincipalComponents;
import convoy.preprocessing.statistics.Statistics;
import java.io.Serializable;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A matrix W that takes the correlations out of images: {@code x -> W (x - mean)} for images of d
 * values. Applied by {@code sgemm} from native memory, {@code 4 d^2} bytes that are taken at the
 * first use and given back when this object is collected.
 */
final class WhiteningMatrix implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double SHARE_OF_MEAN_EIGENVALUE = 0.01;
  private static final double ROUNDING_VARIANCE = 1.0 / 12;

  private final float[] mean;

  /** {@code [d, d]}, row by row. */
  private final float[] matrix;

  private transient FloatPointer nativeMatrix;

  private WhiteningMatrix(double[] mean, float[] matrix) {
    this.mean = Floats.of(mean);
    this.matrix = matrix;
  }

  /**
   * One hundredth of the mean eigenvalue, and at least 1/12, the variance that rounding to whole
   * pixel values adds.
   */
  static double defaultEpsilon(Statistics statistics) {
    double meanEigenvalue =
        Arrays.stream(statistics.components().eigenvalues()).average().orElseThrow();
    return Math.max(SHARE_OF_MEAN_EIGENVALUE * meanEigenvalue, ROUNDING_VARIANCE);
  }

  /** Row k is eigenvector k divided by {@code sqrt(lambda_k + epsilon)}. */
  static WhiteningMatrix pca(Statistics statistics, double epsilon) {
    return new WhiteningMatrix(
        statistics.pixels().mean(),
        Floats.of(
            scaledVectors(statistics.components(), epsilon, variance -> 1 / Math.sqrt(variance))));
  }

  /** {@code U diag(1 / sqrt(lambda + epsilon)) U^T}: symmetric to the last bit. */
  static WhiteningMatrix zca(Statistics statistics, double epsilon) {
    int order = statistics.shape().size();
    double[] half =
        scaledVectors(
            statistics.components(), epsilon, variance -> 1 / Math.sqrt(Math.sqrt(variance)));
    double[] upper = new double[half.length];
    OneBlasThread.use();
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
    return new WhiteningMatrix(statistics.pixels().mean(), matrix);
  }

  /** Eigenvectors as rows, row k times {@code scale(lambda_k + epsilon)}. */
  private static double[] scaledVectors(
      PrincipalComponents components, double epsilon, DoubleUnaryOperator scale) {
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the epsilon of whitening is a positive variance, not " + epsilon);
    }
    int order = components.eigenvalues().length;
    double[] rows = components.eigenvectors().clone();
    for (int k = 0; k < order; k++) {
      double factor = scale.applyAsDouble(components.eigenvalues()[k] + epsilon);
      for (int i = k * order; i < (k + 1) * order; i++) {
        rows[i] *= factor;
      }
    }
    return rows;
  }

  /** Whitens {@code [n, d]} in place; see {@link Preprocessor#apply}. */
  void apply(float[] images, int count) {
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
        FloatPointer whitened = new FloatPointer((long) values)) {
      centred.put(images, 0, values);
      cblas_sgemm(
          CblasRowMajor,
          CblasNoTrans,
          CblasTrans,
          count,
          order,
          order,
          1f,
          centred,
          order,
          nativeMatrix(),
          order,
          0f,
          whitened,
          order);
      whitened.get(images, 0, values);
    }
  }

  private synchronized FloatPointer nativeMatrix() {
    if (nativeMatrix == null) {
      nativeMatrix = new FloatPointer(matrix);
    }
    return nativeMatrix;
  }

  /** Row i, column j of W. */
  float at(int i, int j) {
    return matrix[i * mean.length + j];
  }
}
