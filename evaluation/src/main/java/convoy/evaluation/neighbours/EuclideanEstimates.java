// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import convoy.preprocessing.statistics.BlasThreads;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Squared Euclidean distances as {@code |a|^2 + |b|^2 - 2 a b}, with all products {@code a b} of
 * queries and a tile by matrix multiplication.
 *
 * <p>Of bytes they are exact. Shifted by 128 these are integers of magnitude 128 at most, so over a
 * piece of 1,024 dimensions every partial sum of products is an integer of magnitude {@code 1024 *
 * 128 * 128 = 2^24} at most, which fp32 holds in whatever order BLAS adds. The pieces are added in
 * fp64, where integers are exact up to 2^53, more than {@code 2^38} dimensions.
 *
 * <p>Of floats, the error of a product summed in fp32 over n = 1,024 terms, in any order and with
 * or without fused multiplications, is at most {@code g sum |a_i b_i|} with {@code g = n u / (1 - n
 * u)} and {@code u = 2^-24} (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section
 * 3.1), and the sum at most {@code |a| |b|} (Cauchy and Schwarz). {@link #least} takes off twice
 * that, what fp64 rounds in the norms and in the definition of the distance, and what would be lost
 * if numbers below 2^-126 were flushed to 0.
 */
final class EuclideanEstimates implements Estimates {
  /** Floats of a tile that stay in the processor's cache beside what they are multiplied with. */
  private static final int TILE_VALUES = 1 << 22;

  private static final int MOST = 1024;

  private static final int BATCH = 256;

  /** A bit more than 2 n u / (1 - n u). */
  private static final double PRODUCT_ERROR = 2.01 * PIECE * FP32;

  /** Where the sum of two squared norms is below, no product overflows in fp32. */
  private static final double LARGE = 0x1p120;

  private final int dimension;
  private final FloatPointer queries;
  private final double[] querySquares;
  private final FloatPointer examples;
  private final double[] exampleSquares;
  private int loaded;
  private float[] products = new float[0];

  EuclideanEstimates(Vectors queries) {
    BlasThreads.useOne();
    this.dimension = queries.dimension();
    this.querySquares = new double[queries.count()];
    this.queries = new FloatPointer(Math.max(1L, (long) queries.count() * dimension));
    this.exampleSquares = new double[Math.max(1, Math.min(MOST, TILE_VALUES / dimension))];
    this.examples = new FloatPointer((long) exampleSquares.length * dimension);
    fill(this.queries, querySquares, queries, 0, queries.count());
  }

  @Override
  public int tile() {
    return exampleSquares.length;
  }

  @Override
  public int batch() {
    return BATCH;
  }

  @Override
  public void load(Vectors from, int first, int end) {
    loaded = end - first;
    fill(examples, exampleSquares, from, first, loaded);
  }

  /** Copies rows, and sums their squares in fp64. */
  private void fill(FloatPointer into, double[] squares, Vectors from, int first, int count) {
    float[] row = new float[dimension];
    for (int i = 0; i < count; i++) {
      from.copy(first + i, row, 0);
      into.position((long) i * dimension).put(row);
      squares[i] = 0;
      for (float value : row) {
        squares[i] += (double) value * value;
      }
    }
    into.position(0);
  }

  @Override
  public void compute(int from, int to, double[] into) {
    int values = (to - from) * loaded;
    Arrays.fill(into, 0, values, 0);
    if (products.length < values) {
      products = new float[values];
    }
    try (FloatPointer panel = new FloatPointer((long) values)) {
      for (int first = 0; first < dimension; first += PIECE) {
        multiply(from, to, first, panel);
        panel.get(products, 0, values);
        for (int i = 0; i < values; i++) {
          into[i] += products[i];
        }
      }
    }
    for (int query = from; query < to; query++) {
      int begin = (query - from) * loaded;
      for (int i = 0; i < loaded; i++) {
        into[begin + i] = querySquares[query] + exampleSquares[i] - 2 * into[begin + i];
      }
    }
  }

  /** The sums of products over one piece of the dimensions, {@code [to - from, loaded]}. */
  private void multiply(int from, int to, int first, FloatPointer panel) {
    cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasTrans,
        to - from,
        loaded,
        Math.min(PIECE, dimension - first),
        1f,
        queries.getPointer((long) from * dimension + first),
        dimension,
        examples.getPointer(first),
        dimension,
        0f,
        panel,
        loaded);
  }

  @Override
  public double least(int query, int example, double estimate) {
    double squares = querySquares[query] + exampleSquares[example];
    // Half of it is at least |a| |b|, and takes no root.
    if (!(squares < LARGE)) {
      return Double.NEGATIVE_INFINITY;
    }
    double flushed = dimension * 0x1p-122 * (1 + squares);
    return estimate
        - PRODUCT_ERROR / 2 * squares
        - 8 * (dimension + 8.0) * FP64 * squares
        - flushed;
  }

  @Override
  public void close() {
    queries.close();
    examples.close();
  }
}
