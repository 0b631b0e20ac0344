// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.metric.WilsonInterval;
import convoy.pipeline.bench.MemoryPeaks;
import convoy.preprocessing.Credentials;
import convoy.preprocessing.storage.StagedWrite;
import convoy.training.replica.BackendReport;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a command found, for people on standard output and for scripts as JSON; without the
 * credentials that a place may have been given with.
 */
final class Results {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final double MEBIBYTE = 1 << 20;

  private final Map<String, Object> values = new LinkedHashMap<>();
  private List<String> lines = List.of();
  private boolean alone;

  /** Adds a named value: a text, a number, a list or a map of such. */
  Results add(String name, Object value) {
    values.put(name, value instanceof String text ? Credentials.hidden(text) : value);
    return this;
  }

  /** Adds the most memory that something held. */
  Results addPeaks(MemoryPeaks peaks) {
    return add("peakHeapMiB", peaks.heap() / MEBIBYTE)
        .add("peakNativeMiB", peaks.nativeMemory() / MEBIBYTE)
        .add("peakResidentMiB", peaks.resident() / MEBIBYTE);
  }

  /** Adds the only value of a command, which people get without its name. */
  Results addAlone(String name, Object value) {
    alone = true;
    return add(name, value);
  }

  /** Gives people these lines in the place of the values, which remain for scripts. */
  Results forPeople(List<String> text) {
    lines = List.copyOf(text);
    return this;
  }

  /** Adds the members of an evaluation, each top-1 with the ends of its interval of 95 %. */
  Results addMembers(List<MemberMetrics> members) {
    List<Map<String, Object>> records = new ArrayList<>();
    for (MemberMetrics member : members) {
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("name", member.name());
      record.put("split", member.split().code());
      record.put("count", member.count());
      record.put("top1", member.top1());
      WilsonInterval interval = WilsonInterval.ofShare(member.top1(), member.count());
      record.put("top1Low", interval.low());
      record.put("top1High", interval.high());
      record.put("top5", member.top5());
      if (!Double.isNaN(member.crossEntropy())) {
        record.put("crossEntropy", member.crossEntropy());
      }
      member
          .calibration()
          .ifPresent(
              calibration -> {
                record.put("brier", calibration.brier());
                if (!Double.isNaN(calibration.expectedError())) {
                  record.put("calibrationError", calibration.expectedError());
                }
              });
      record.put("checkpoints", member.checkpoints());
      records.add(record);
    }
    return add("members", records);
  }

  /**
   * Prints what is for people, else a line a value, and writes the values as JSON.
   *
   * @param json URI of the file; null for none
   */
  void print(PrintStream out, String json, Configuration hadoop) throws IOException {
    if (!lines.isEmpty()) {
      lines.forEach(out::println);
    } else if (alone) {
      values.values().forEach(out::println);
    } else {
      values.forEach((name, value) -> print(out, name, value));
    }
    if (json != null) {
      Path file = new Path(json);
      byte[] content = json();
      StagedWrite.file(file.getFileSystem(hadoop), file, stream -> stream.write(content));
    }
  }

  /** The values as JSON. */
  byte[] json() throws IOException {
    return JSON.writeValueAsBytes(values);
  }

  private static void print(PrintStream out, String name, Object value) {
    if (value instanceof List<?> list && list.isEmpty()) {
      out.println(name + ": none");
    } else if (value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
      out.println(name + ":");
      list.forEach(item -> out.println("  " + inline((Map<?, ?>) item)));
    } else if (value instanceof List<?> list
        && list.stream().allMatch(BackendReport.class::isInstance)) {
      out.println(name + ":");
      list.forEach(item -> out.println("  " + ((BackendReport) item).line()));
    } else if (value instanceof List<?> list) {
      out.println(name + ": " + list.stream().map(Results::text).collect(Collectors.joining(", ")));
    } else if (value instanceof Map<?, ?> map) {
      out.println(name + ": " + inline(map));
    } else {
      out.println(name + ": " + text(value));
    }
  }

  private static String inline(Map<?, ?> map) {
    List<String> pairs = new ArrayList<>();
    map.forEach((key, value) -> pairs.add(key + " " + text(value)));
    return String.join(", ", pairs);
  }

  private static String text(Object value) {
    if (value instanceof List<?> list) {
      return list.isEmpty()
          ? "-"
          : list.stream().map(Results::text).collect(Collectors.joining(" "));
    }
    if (value == null || value.equals(Double.NaN)) {
      return "-";
    }
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.4f", number)
        : String.valueOf(value);
  }
}
