// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.prediction;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The columns of predictions: {@code id}, {@code label}, {@code predicted}, {@code
 * predicted_index}, {@code probability}, the probabilities of all classes, {@code error}. In a CSV
 * file each class has a column of its own; in a Parquet file all are one array.
 *
 * @param classNames in the order of the answers
 * @param probabilities whether the answers are probabilities; if not, the columns are named after
 *     scores
 */
public record PredictionColumns(List<String> classNames, boolean probabilities)
    implements Serializable {
  static final String ID = "id";
  static final String LABEL = "label";
  static final String PREDICTED = "predicted";
  static final String PREDICTED_INDEX = "predicted_index";
  static final String ERROR = "error";

  /** Copies the names. */
  public PredictionColumns {
    classNames = List.copyOf(classNames);
  }

  /** The column of the predicted class's answer. */
  String answer() {
    return probabilities ? "probability" : "score";
  }

  /** The column of all answers, where they are one. */
  String answers() {
    return probabilities ? "probabilities" : "scores";
  }

  /**
   * The columns of the answers, where each class has its own: {@code probability_cat}. Control
   * characters in a class's name become underscores, for most readers take a header for one line;
   * of names that then differ in case at most, which many readers take for one, the later ones have
   * {@code _2}, {@code _3} and so on behind them.
   */
  public List<String> ofClasses() {
    List<String> columns = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (String name : classNames) {
      String plain = answer() + "_" + name.replaceAll("[\\p{Cntrl}\\x{85}\\x{2028}\\x{2029}]", "_");
      String column = plain;
      for (int number = 2; !taken.add(column.toLowerCase(Locale.ROOT)); number++) {
        column = plain + "_" + number;
      }
      columns.add(column);
    }
    return columns;
  }

  /** All columns, where each class has its own. */
  List<String> all() {
    List<String> columns = new ArrayList<>();
    columns.addAll(List.of(ID, LABEL, PREDICTED, PREDICTED_INDEX, answer()));
    columns.addAll(ofClasses());
    columns.add(ERROR);
    return columns;
  }
}
