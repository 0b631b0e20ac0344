// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Precision, recall and F1 of every class, and their macro means: what an accuracy hides when
 * classes are unequally frequent or unequally hard.
 *
 * <p>A share of nothing, 0/0, is NaN: there is no such number, and whoever shows it writes a dash.
 * A macro mean is over the classes whose number is defined, each with the same weight, and NaN
 * where there is none. So a class that is never predicted has no part in the macro precision, which
 * may flatter; it does lower the macro recall and the macro F1.
 *
 * <p>The confusion matrix holds only examples with a defined prediction (see {@link
 * ClassificationMetrics}); the others are in no number here, the support included. F1: C. J. van
 * Rijsbergen, "Information Retrieval", 1979. Its macro mean is the mean of the classes' F1, not the
 * F1 of the mean precision and recall: Opitz and Burst, "Macro F1 and Macro F1", 2019.
 *
 * @param classes by label
 * @param macroPrecision mean precision of the classes that were predicted, 0 to 1 or NaN
 * @param macroRecall mean recall of the classes with examples, 0 to 1 or NaN
 * @param macroF1 mean F1 of the classes with examples or predictions, 0 to 1 or NaN
 */
public record ClassScores(
    List<Score> classes, double macroPrecision, double macroRecall, double macroF1)
    implements Serializable {

  /**
   * How well one class is found.
   *
   * @param support examples of the class: the sum of its row
   * @param precision of the predictions of the class, those right: diagonal over column, 0 to 1;
   *     NaN when it was never predicted
   * @param recall of the examples of the class, those found: diagonal over row, 0 to 1; NaN when it
   *     has no example
   * @param f1 harmonic mean of the two, as twice the diagonal over row plus column, 0 to 1; NaN
   *     when the class has neither an example nor a prediction
   */
  public record Score(long support, double precision, double recall, double f1)
      implements Serializable {}

  /** Copies the list. */
  public ClassScores {
    classes = List.copyOf(classes);
  }

  /**
   * The scores that a confusion matrix holds.
   *
   * @param confusion {@code [classes, classes]}, examples; rows are labels, columns are
   *     predictions. Not kept; of no class, there is no score and the means are NaN.
   * @throws IllegalArgumentException if it is not square, or a cell is negative
   */
  public static ClassScores of(long[][] confusion) {
    long[] predictions = new long[confusion.length];
    for (long[] row : confusion) {
      if (row.length != confusion.length) {
        throw new IllegalArgumentException(
            "a row of %s in a confusion matrix of %s".formatted(row.length, confusion.length));
      }
      for (int predicted = 0; predicted < row.length; predicted++) {
        if (row[predicted] < 0) {
          throw new IllegalArgumentException(
              "a cell of confusion is %s; legal: 0 or more".formatted(row[predicted]));
        }
        predictions[predicted] += row[predicted];
      }
    }
    List<Score> scores = new ArrayList<>();
    for (int label = 0; label < confusion.length; label++) {
      long support = Arrays.stream(confusion[label]).sum();
      scores.add(score(confusion[label][label], support, predictions[label]));
    }
    return new ClassScores(
        scores,
        mean(scores, Score::precision),
        mean(scores, Score::recall),
        mean(scores, Score::f1));
  }

  private static Score score(long right, long support, long predictions) {
    return new Score(
        support,
        share(right, predictions),
        share(right, support),
        share(2 * right, support + predictions));
  }

  private static double share(long part, long all) {
    return all == 0 ? Double.NaN : (double) part / all;
  }

  private static double mean(List<Score> scores, ToDoubleFunction<Score> number) {
    return scores.stream()
        .mapToDouble(number)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }
}
