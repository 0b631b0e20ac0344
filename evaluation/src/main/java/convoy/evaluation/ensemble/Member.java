// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import java.io.Serializable;
import java.util.List;

/**
 * Something that is judged: the answers of one set of parameters, or of several, combined.
 *
 * @param name in metrics and report
 * @param answers numbers of its answers in a {@link PredictionBlock}, at least one; one that stands
 *     there twice counts twice
 * @param combination of the answers; of one alone it says whether it is of probabilities
 */
public record Member(String name, List<Integer> answers, Combination combination)
    implements Serializable {
  /**
   * Copies the numbers.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Member {
    answers = List.copyOf(answers);
    if (answers.isEmpty()) {
      throw new IllegalArgumentException("member " + name + " is made of nothing");
    }
  }

  /** One answer alone, of probabilities. */
  public static Member alone(String name, int answer) {
    return mean(name, List.of(answer));
  }

  /** The mean of the probabilities of several answers. */
  public static Member mean(String name, List<Integer> answers) {
    return new Member(name, answers, Combination.MeanOfProbabilities.EQUAL);
  }
}
