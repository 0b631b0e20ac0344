// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import java.util.List;

/**
 * Parameters that are evaluated.
 *
 * @param name of the member that they are by themselves
 * @param checkpoints that they come from; none for a run's end and its averages
 * @param parameters flat; not copied
 */
record EvaluatedSet(String name, List<String> checkpoints, float[] parameters) {}
