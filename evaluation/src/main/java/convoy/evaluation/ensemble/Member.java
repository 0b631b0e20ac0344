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
 * @param chosen whether answers or combination were chosen on the validation split
 */
public record Member(String name, List<Integer> answers, Combination combination, boolean chosen)
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

  /** One that nothing was chosen for. */
  public Member(String name, List<Integer> answers, Combination combination) {
    this(name, answers, combination, false);
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
