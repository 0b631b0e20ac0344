// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import java.io.Serializable;
import java.util.List;

/**
 * What every set of parameters says of some examples.
 *
 * @param classes of the softmax
 * @param keys of the examples, {@code [n]}
 * @param labels {@code [n]}
 * @param answers for every set {@code [n, classes]}, row by row; not copied. Where images were seen
 *     in several views, the answers to the image as it is come first, for all sets, and behind
 *     them, for all sets, the means over the views
 * @param computeNanos that the forward passes of each answer took
 */
public record PredictionBlock(
    int classes, long[] keys, int[] labels, List<float[]> answers, long[] computeNanos)
    implements Serializable {

  /** How many examples there are. */
  public int count() {
    return labels.length;
  }

  /** What a member says of all the examples, {@code [n, classes]}; not to be changed. */
  float[] of(Member member) {
    List<Integer> numbers = member.answers();
    if (numbers.size() == 1) {
      return answers.get(numbers.get(0));
    }
    float[] combined = new float[count() * classes];
    float[][] rows = new float[numbers.size()][classes];
    for (int example = 0; example < count(); example++) {
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(answers.get(numbers.get(i)), example * classes, rows[i], 0, classes);
      }
      member.combination().combine(rows, combined, example * classes);
    }
    return combined;
  }
}
