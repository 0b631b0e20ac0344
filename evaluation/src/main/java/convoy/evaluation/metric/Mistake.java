// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import java.io.Serializable;
import java.util.Comparator;

/**
 * An example that was taken for another class. The natural order is total and puts what is looked
 * at first, first: confidence down, then key up; where two examples share a key, label and
 * predicted class up.
 *
 * @param key of the example, as the shards have it; compared as a signed number
 * @param label the true class, from 0
 * @param predicted another class, from 0
 * @param confidence the probability given to {@code predicted}, 0 to 1
 */
public record Mistake(long key, int label, int predicted, double confidence)
    implements Comparable<Mistake>, Serializable {
  private static final Comparator<Mistake> ORDER =
      Comparator.comparingDouble(Mistake::confidence)
          .reversed()
          .thenComparingLong(Mistake::key)
          .thenComparingInt(Mistake::label)
          .thenComparingInt(Mistake::predicted);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a class is negative, both are the same, or the confidence
   *     is NaN or outside 0 to 1
   */
  public Mistake {
    if (label < 0 || predicted < 0 || label == predicted) {
      throw new IllegalArgumentException(
          "label %s taken for %s; legal: two classes, from 0".formatted(label, predicted));
    }
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence is " + confidence + "; legal: 0 to 1");
    }
  }

  @Override
  public int compareTo(Mistake other) {
    return ORDER.compare(this, other);
  }
}
