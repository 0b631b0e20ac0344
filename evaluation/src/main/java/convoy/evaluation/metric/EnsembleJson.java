// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import static convoy.evaluation.metric.JsonFields.array;
import static convoy.evaluation.metric.JsonFields.count;
import static convoy.evaluation.metric.JsonFields.number;
import static convoy.evaluation.metric.JsonFields.numberOrNaN;
import static convoy.evaluation.metric.JsonFields.text;
import static convoy.evaluation.metric.JsonFields.truth;
import static convoy.evaluation.metric.JsonFields.value;
import static convoy.evaluation.metric.JsonFields.wrong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link EnsembleMetrics} as the object {@code ensemble} of a member in {@code metrics.json}. The
 * gain, its interval and McNemar's p-value stand there for readers; they follow from the counts.
 */
final class EnsembleJson {
  private EnsembleJson() {}

  static void write(EnsembleMetrics ensemble, ObjectNode node) {
    PairedCounts against = ensemble.against();
    node.put("chosen", ensemble.chosen());
    node.put("parts", ensemble.parts()).put("best", ensemble.best());
    if (against.count() > 0) {
      PairedGain gain = against.gain();
      node.put("gain", gain.gain())
          .put("gainLow", gain.low())
          .put("gainHigh", gain.high())
          .put("pValue", against.mcNemar().pValue());
    }
    node.put("bothRight", against.bothRight())
        .put("onlyEnsemble", against.onlyFirst())
        .put("onlyBest", against.onlySecond())
        .put("bothWrong", against.bothWrong())
        .put("differ", against.differ());
    putDefined(node, "disagreement", ensemble.disagreement());
    putDefined(node, "yulesQ", ensemble.yulesQ());
    node.put("parameters", ensemble.parameters());
    putDefined(node, "imagesPerSecond", ensemble.imagesPerSecond());
    ensemble.growth().forEach(node.putArray("growth")::add);
  }

  private static void putDefined(ObjectNode node, String key, double value) {
    if (!Double.isNaN(value)) {
      node.put(key, value);
    }
  }

  static EnsembleMetrics parse(JsonNode node, String where) {
    List<Double> growth = new ArrayList<>();
    for (JsonNode top1 : array(node, "growth", where)) {
      growth.add(number(top1, "%s.growth[%s]".formatted(where, growth.size())));
    }
    return new EnsembleMetrics(
        truth(node, "chosen", where),
        parts(node, where),
        text(node, "best", where),
        PairedCounts.of(
            count(node, "bothRight", where),
            count(node, "onlyEnsemble", where),
            count(node, "onlyBest", where),
            count(node, "bothWrong", where),
            count(node, "differ", where)),
        numberOrNaN(node, "disagreement", where),
        numberOrNaN(node, "yulesQ", where),
        count(node, "parameters", where),
        numberOrNaN(node, "imagesPerSecond", where),
        growth);
  }

  private static int parts(JsonNode node, String where) {
    JsonNode value = value(node, "parts", where);
    if (!value.isInt() || value.intValue() < 1) {
      throw wrong(where + ".parts", "an integer from 1", value);
    }
    return value.intValue();
  }
}
