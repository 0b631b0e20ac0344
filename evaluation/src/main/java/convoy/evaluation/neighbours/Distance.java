// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

/**
 * How far two examples are from each other (course notes CS231n, "Image Classification", section
 * "Nearest Neighbor Classifier": https://cs231n.github.io/classification/).
 */
public enum Distance {
  /** Manhattan: the sum of absolute differences. */
  L1 {
    @Override
    double term(double difference) {
      return Math.abs(difference);
    }

    @Override
    Estimates estimates(Vectors queries) {
      return new ManhattanEstimates(queries);
    }
  },

  /**
   * Euclidean, given as its square, the sum of squared differences: the root would keep the order.
   */
  L2 {
    @Override
    double term(double difference) {
      return difference * difference;
    }

    @Override
    Estimates estimates(Vectors queries) {
      return new EuclideanEstimates(queries);
    }
  };

  /** What a difference of two values contributes, 0 or more. */
  abstract double term(double difference);

  /** What finds the distances from queries to many examples at a time. */
  abstract Estimates estimates(Vectors queries);

  /**
   * The distance of two examples by its definition: terms are computed in fp64 and added in fp64,
   * in the order of the dimensions. It is symmetric, 0 or more, 0 for equal examples, and the same
   * on every machine. Between bytes it is exact; between floats of d dimensions its relative error
   * is at most {@code (d + 3) 2^-53}, to first order.
   *
   * @throws IllegalArgumentException if the examples differ in dimension
   */
  public double between(float[] one, float[] other) {
    if (one.length != other.length) {
      throw new IllegalArgumentException(
          "an example of %s values has no distance from one of %s"
              .formatted(one.length, other.length));
    }
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += term((double) one[i] - other[i]);
    }
    return sum;
  }
}
