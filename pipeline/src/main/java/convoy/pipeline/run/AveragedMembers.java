// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.training.averaging.ParameterAverages;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The averages of a checkpoint's parameters as members to be judged. */
final class AveragedMembers {
  private AveragedMembers() {}

  /** Every average that has seen something, by name, recalibrated. */
  static Map<String, float[]> of(Recalibration recalibration) {
    Map<String, float[]> averages = asTheyAre(recalibration.end().state().averages());
    Iterator<float[]> anew = recalibration.of(new ArrayList<>(averages.values())).iterator();
    averages.replaceAll((name, average) -> anew.next());
    return averages;
  }

  /** The same with the running statistics of batch normalization that they cannot be used with. */
  static Map<String, float[]> asTheyAre(ParameterAverages averages) {
    Map<String, float[]> named = new LinkedHashMap<>();
    named.put("running average", averages.exponential().value());
    if (averages.epochEnds().count() > 1) {
      named.put("stochastic weight average", averages.epochEnds().value());
    }
    if (averages.lastEpochs().size() > 1) {
      named.put(
          "mean of the last %s epochs".formatted(averages.lastEpochs().size()),
          averages.meanOfLastEpochs());
    }
    return named;
  }
}
