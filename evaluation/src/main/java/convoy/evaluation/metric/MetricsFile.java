// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import static convoy.evaluation.metric.JsonFields.array;
import static convoy.evaluation.metric.JsonFields.count;
import static convoy.evaluation.metric.JsonFields.integer;
import static convoy.evaluation.metric.JsonFields.number;
import static convoy.evaluation.metric.JsonFields.numberOrNaN;
import static convoy.evaluation.metric.JsonFields.text;
import static convoy.evaluation.metric.JsonFields.truth;
import static convoy.evaluation.metric.JsonFields.wrong;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import convoy.evaluation.metric.MemberMetrics.Calibration;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import convoy.preprocessing.storage.JsonProblem;
import convoy.preprocessing.storage.StrictJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The text of {@code metrics.json}: one object whose list {@code members} has one object for each
 * {@link MemberMetrics}. Keys that are not known are passed over, so that an older Convoy reads a
 * newer file.
 */
public final class MetricsFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MetricsFile() {}

  /** The members in their order, as JSON that ends with a new line; none give an empty list. */
  public static String toJson(List<MemberMetrics> members) {
    ObjectNode top = JSON.createObjectNode();
    ArrayNode list = top.putArray("members");
    for (MemberMetrics member : members) {
      ObjectNode node =
          list.addObject()
              .put("name", member.name())
              .put("split", member.split().code())
              .put("count", member.count())
              .put("top1", member.top1())
              .put("top5", member.top5());
      if (!Double.isNaN(member.crossEntropy())) {
        node.put("crossEntropy", member.crossEntropy());
      }
      member.calibration().ifPresent(it -> write(it, node.putObject("calibration")));
      member.ensemble().ifPresent(it -> EnsembleJson.write(it, node.putObject("ensemble")));
      member.checkpoints().forEach(node.putArray("checkpoints")::add);
      if (member.ofOtherRuns()) {
        node.put("ofOtherRuns", true);
      }
      ArrayNode confusion = node.putArray("confusion");
      for (long[] row : member.confusion()) {
        Arrays.stream(row).forEach(confusion.addArray()::add);
      }
    }
    return top.toPrettyString() + "\n";
  }

  private static void write(Calibration calibration, ObjectNode node) {
    node.put("brier", calibration.brier());
    if (!Double.isNaN(calibration.expectedError())) {
      node.put("expectedError", calibration.expectedError());
    }
    ArrayNode bins = node.putArray("bins");
    for (CalibrationBins.Bin bin : calibration.bins()) {
      ObjectNode one = bins.addObject().put("count", bin.count()).put("hits", bin.hits());
      if (bin.count() > 0) {
        one.put("confidence", bin.confidence());
      }
    }
  }

  /**
   * The members of such a text; the doubles are those that were written, to the last bit.
   *
   * @param file that it stands in, for errors
   * @throws BadInputException if it is not JSON, a key is missing, or a value is not legal
   */
  public static List<MemberMetrics> parse(String json, String file) {
    JsonNode top;
    try {
      top = StrictJson.tree(json, file);
    } catch (JsonProcessingException e) {
      throw new BadInputException("%s is damaged: %s".formatted(file, JsonProblem.of(e)), e);
    }
    List<MemberMetrics> members = new ArrayList<>();
    int index = 0;
    for (JsonNode node : array(top, "members", file)) {
      members.add(member(node, "%s, members[%s]".formatted(file, index++)));
    }
    return List.copyOf(members);
  }

  private static MemberMetrics member(JsonNode node, String where) {
    try {
      return new MemberMetrics(
          text(node, "name", where),
          split(text(node, "split", where), where),
          count(node, "count", where),
          number(node, "top1", where),
          number(node, "top5", where),
          numberOrNaN(node, "crossEntropy", where),
          matrix(array(node, "confusion", where), where + ".confusion"),
          names(node, where),
          node.has("calibration")
              ? Optional.of(calibration(node.get("calibration"), where + ".calibration"))
              : Optional.empty(),
          node.has("ensemble")
              ? Optional.of(EnsembleJson.parse(node.get("ensemble"), where + ".ensemble"))
              : Optional.empty(),
          node.has("ofOtherRuns") && truth(node, "ofOtherRuns", where));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new BadInputException(where + ": " + e.getMessage(), e);
    }
  }

  private static Calibration calibration(JsonNode node, String where) {
    JsonNode list = array(node, "bins", where);
    List<CalibrationBins.Bin> bins = new ArrayList<>();
    for (JsonNode bin : list) {
      String at = where + ".bins[" + bins.size() + "]";
      double all = list.size();
      bins.add(
          new CalibrationBins.Bin(
              bins.size() / all,
              (bins.size() + 1) / all,
              count(bin, "count", at),
              count(bin, "hits", at),
              numberOrNaN(bin, "confidence", at)));
    }
    return new Calibration(
        number(node, "brier", where), numberOrNaN(node, "expectedError", where), bins);
  }

  /** The checkpoints of a member; a file of before they were written names none. */
  private static List<String> names(JsonNode node, String where) {
    List<String> names = new ArrayList<>();
    if (node.has("checkpoints")) {
      for (JsonNode name : array(node, "checkpoints", where)) {
        names.add(text(name, "%s.checkpoints[%s]".formatted(where, names.size())));
      }
    }
    return names;
  }

  private static long[][] matrix(JsonNode rows, String where) {
    long[][] matrix = new long[rows.size()][];
    for (int i = 0; i < matrix.length; i++) {
      JsonNode row = rows.get(i);
      if (!row.isArray()) {
        throw wrong(where + "[" + i + "]", "a list of integers", row);
      }
      matrix[i] = new long[row.size()];
      for (int j = 0; j < matrix[i].length; j++) {
        matrix[i][j] = integer(row.get(j), where);
      }
    }
    return matrix;
  }

  private static Split split(String code, String where) {
    return Split.ofCode(code)
        .orElseThrow(
            () ->
                new BadInputException(
                    "%s: unknown split '%s'; known: %s"
                        .formatted(
                            where,
                            code,
                            Arrays.stream(Split.values())
                                .map(Split::code)
                                .collect(Collectors.joining(", ")))));
  }
}
