// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.training.monitor.RoundCost;
import convoy.training.monitor.RoundRecord;

/** Single rounds for tests, of which only a few numbers matter. */
final class FakeRounds {
  private static final double NAN = Double.NaN;

  private FakeRounds() {}

  /** A round of ten examples, whose accuracy is the same in training and in validation. */
  static RoundRecord point(int epoch, int round, double accuracy) {
    return round(epoch, round, 10, accuracy, accuracy);
  }

  /** A round that was not validated. */
  static RoundRecord trained(int epoch, int round, long examples, double accuracy) {
    return round(epoch, round, examples, accuracy, NAN);
  }

  /** A round of ordinary numbers with these accuracies. */
  static RoundRecord round(
      int epoch, int round, long examples, double training, double validation) {
    return new RoundRecord(
        epoch,
        round,
        round,
        1,
        examples,
        100,
        1,
        0,
        training,
        validation,
        validation,
        0.1,
        0.01,
        2,
        1e-3,
        new RoundCost(5, 1, 1, 1, 1),
        1);
  }

  /** A round in which no number is finite. */
  static RoundRecord diverged(int round) {
    double infinity = Double.POSITIVE_INFINITY;
    return new RoundRecord(
        1,
        round,
        1,
        1,
        1,
        infinity,
        NAN,
        0,
        infinity,
        NAN,
        infinity,
        -infinity,
        NAN,
        NAN,
        infinity,
        new RoundCost(NAN, infinity, NAN, infinity, NAN),
        infinity);
  }
}
