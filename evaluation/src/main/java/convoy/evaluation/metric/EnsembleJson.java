// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import static convoy.evaluation.metric.JsonFields.array;
import static convoy.evaluation.metric.JsonFields.integer;
import static convoy.evaluation.metric.JsonFields.numberOrNaN;
import static convoy.evaluation.metric.JsonFields.text;
import static convoy.evaluation.metric.JsonFields.value;

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
    array(node, "growth", where).forEach(top1 -> growth.add(top1.asDouble()));
    return new EnsembleMetrics(
        value(node, "chosen", where).asBoolean(),
        Math.toIntExact(whole(node, "parts", where)),
        text(node, "best", where),
        PairedCounts.of(
            whole(node, "bothRight", where),
            whole(node, "onlyEnsemble", where),
            whole(node, "onlyBest", where),
            whole(node, "bothWrong", where),
            whole(node, "differ", where)),
        numberOrNaN(node, "disagreement", where),
        numberOrNaN(node, "yulesQ", where),
        whole(node, "parameters", where),
        numberOrNaN(node, "imagesPerSecond", where),
        growth);
  }

  private static long whole(JsonNode node, String key, String where) {
    return integer(value(node, key, where), where + "." + key);
  }
}
