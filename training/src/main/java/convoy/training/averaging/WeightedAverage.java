// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import java.util.Arrays;
import java.util.List;

/**
 * The average of vectors, each weighted by the examples it was trained on. Sums are kept in double
 * precision and depend on the order of the additions, which is that of the list. A single vector
 * comes out as it went in, to the last bit: a float times a whole number below 2^29 is exact in
 * double precision, and times the number's inverse it is off by less than 2^-52 of itself, which
 * rounding to a float takes away.
 */
final class WeightedAverage {
  /** So many sums stay in a core's first cache while one vector after another is added. */
  private static final int BLOCK = 1 << 10;

  private WeightedAverage() {}

  /**
   * A vector that counts as often as it was trained on.
   *
   * @param examples the vector's weight; 0 adds nothing, not even what is not a number
   */
  record Term(float[] vector, long examples) {
    Term {
      if (examples < 0) {
        throw new IllegalArgumentException("a weight is not negative: " + examples);
      }
    }
  }

  /**
   * Averages vectors of one length, on all cores.
   *
   * @throws IllegalStateException if no vector has a weight
   */
  static float[] of(List<Term> all) {
    List<Term> terms = all.stream().filter(term -> term.examples() > 0).toList();
    if (terms.isEmpty()) {
      throw new IllegalStateException("the average of no examples is not defined");
    }
    int length = terms.get(0).vector().length;
    for (Term term : all) {
      if (term.vector().length != length) {
        throw new IllegalArgumentException(
            "vectors of %s and of %s values have no average"
                .formatted(length, term.vector().length));
      }
    }
    double inverse = 1.0 / terms.stream().mapToLong(Term::examples).sum();
    float[] average = new float[length];
    Ranges.inParallel(
        length,
        (from, to) -> {
          double[] sums = new double[BLOCK];
          for (int begin = from; begin < to; begin += BLOCK) {
            int count = Math.min(BLOCK, to - begin);
            sum(terms, begin, count, sums);
            for (int i = 0; i < count; i++) {
              average[begin + i] = (float) (sums[i] * inverse);
            }
          }
        });
    return average;
  }

  private static void sum(List<Term> terms, int from, int count, double[] sums) {
    // Of the two zeros, the one that leaves every number as it is: 0 + -0 would be 0.
    Arrays.fill(sums, -0.0);
    for (Term term : terms) {
      float[] vector = term.vector();
      double weight = term.examples();
      for (int i = 0; i < count; i++) {
        sums[i] += weight * vector[from + i];
      }
    }
  }
}
