// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import convoy.evaluation.metric.ClassScores;
import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.metric.MetricsFile;
import convoy.evaluation.metric.WilsonInterval;
import convoy.evaluation.picture.ConfusionTable;
import java.util.List;

/**
 * The report of a run for machines: what {@link HtmlReport} shows, as JSON, its pictures left out.
 *
 * <p>One object: {@code title}; {@code answer}, the best member beside the largest class and
 * chance; {@code baselines} and {@code members} as in {@code metrics.json}; {@code classes} of the
 * best member and their means, {@code macro}; {@code fit}, what the accuracy curves come to; {@code
 * history}, {@code layers} and {@code workers} with the names of their records; {@code
 * phaseSeconds}, {@code faults} and {@code provenance}. Shares are of 1. A number that is NaN or
 * infinite is left out, and so is an object that there is nothing to say in.
 */
public final class JsonReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonReport() {}

  /** The text, which ends with a new line; the same report gives the same text. */
  public static String render(RunReport report) {
    RunReport.Results results = report.results();
    RunReport.Training training = report.training();
    ObjectNode top = JSON.createObjectNode().put("title", report.origin().title());
    Answer.of(results.members())
        .ifPresent(
            answer -> {
              top.set("answer", answer(answer, results));
              addClasses(top, answer.best(), results.classNames());
            });
    top.set("members", members(results.members()));
    top.set("baselines", members(results.baselines()));
    FitDiagnosis.of(training, results).ifPresent(fit -> top.set("fit", fit(fit)));
    top.set("history", JSON.valueToTree(training.history()));
    top.set("layers", JSON.valueToTree(training.samples().layers()));
    top.set("workers", JSON.valueToTree(training.samples().workers()));
    top.set("faults", JSON.valueToTree(report.origin().faults()));
    top.set("phaseSeconds", JSON.valueToTree(report.origin().phaseSeconds()));
    top.set("provenance", JSON.valueToTree(report.origin().provenance()));
    leaveOutUndefined(top);
    return top.toPrettyString() + "\n";
  }

  private static ObjectNode answer(Answer answer, RunReport.Results results) {
    MemberMetrics best = answer.best();
    WilsonInterval interval = answer.interval();
    return JSON.createObjectNode()
        .put("member", best.name())
        .put("split", best.split().code())
        .put("chosenOn", answer.chosenOn().code())
        .put("count", best.count())
        .put("top1", best.top1())
        .put("top1Low", interval.low())
        .put("top1High", interval.high())
        .put("top5", best.top5())
        .put("crossEntropy", best.crossEntropy())
        .put("majority", answer.majority(results.trainingHistogram()))
        .put("chance", answer.chance())
        .put("testReadings", results.testReadings());
  }

  private static void addClasses(ObjectNode top, MemberMetrics best, List<String> classNames) {
    ClassScores scores = ClassScores.of(best.confusion());
    ConfusionTable names = new ConfusionTable(best.confusion(), classNames);
    ArrayNode classes = top.putArray("classes");
    for (int label = 0; label < scores.classes().size(); label++) {
      ClassScores.Score score = scores.classes().get(label);
      classes
          .addObject()
          .put("name", names.className(label))
          .put("support", score.support())
          .put("precision", score.precision())
          .put("recall", score.recall())
          .put("f1", score.f1());
    }
    top.putObject("macro")
        .put("precision", scores.macroPrecision())
        .put("recall", scores.macroRecall())
        .put("f1", scores.macroF1());
  }

  private static JsonNode members(List<MemberMetrics> members) {
    try {
      return JSON.readTree(MetricsFile.toJson(members)).get("members");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("metrics.json is always JSON", e);
    }
  }

  private static ObjectNode fit(FitDiagnosis fit) {
    return JSON.createObjectNode()
        .put("verdict", fit.verdict().name())
        .put("epoch", fit.last().number())
        .put("training", fit.last().training())
        .put("validation", fit.last().validation())
        .put("gap", fit.last().gap())
        .put("bestEpoch", fit.best().number())
        .put("margin", fit.margin());
  }

  /** JSON has no NaN and no infinity. */
  private static void leaveOutUndefined(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .removeIf(
              entry ->
                  entry.getValue().isFloatingPointNumber()
                      && !Double.isFinite(entry.getValue().doubleValue()));
    }
    node.forEach(JsonReport::leaveOutUndefined);
  }
}
