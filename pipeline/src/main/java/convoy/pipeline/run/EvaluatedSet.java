// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import java.util.List;

/**
 * Parameters that are evaluated.
 *
 * @param name of the member that they are by themselves
 * @param checkpoints that they come from; none for a run's end and its averages
 * @param parameters flat; not copied
 * @param ingredients numbers of the sets that they are a soup of; none where they are not
 * @param chosen whether the ingredients were chosen on the validation split
 * @param ofOtherRun whether they are another run's
 */
record EvaluatedSet(
    String name,
    List<String> checkpoints,
    float[] parameters,
    List<Integer> ingredients,
    boolean chosen,
    boolean ofOtherRun) {
  /** Parameters that are not a soup. */
  EvaluatedSet(String name, List<String> checkpoints, float[] parameters) {
    this(name, checkpoints, parameters, List.of(), false, false);
  }
}
