// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import convoy.pipeline.config.ConfigRenderer;
import convoy.pipeline.config.ConvoyConfig;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.statistics.StatisticsJob;
import convoy.preprocessing.storage.JsonProblem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/** What a run was made with and from: versions, digests, places; {@code provenance.json}. */
public final class Provenance {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Of a run that was resumed: the provenance of its parts before, the first one first. */
  static final String BEFORE = "before";

  /** The round after which a part of a run begins; 0 in a run that was not resumed. */
  static final String AFTER_ROUND = "afterRound";

  private Provenance() {}

  /** Convoy's version. */
  public static String version() {
    return build().getProperty("version");
  }

  /** The commit that Convoy was built from; {@code unknown} outside a git clone. */
  public static String commit() {
    return build().getProperty("commit");
  }

  /** What shards are made by, for their manifest: a command that makes them again, and versions. */
  static Map<String, String> ofShards(ConvoyConfig config, Path output, String spark) {
    List<String> words = new ArrayList<>(List.of("convoy", "shard", "--output", output.toString()));
    for (String assignment : ConfigRenderer.assignments(config)) {
      if (assignment.matches("(?s)(seed=|source=|shard\\.).*")) {
        words.add("--set");
        words.add(assignment);
      }
    }
    Map<String, String> made = new LinkedHashMap<>();
    made.put("command", ShellCommand.of(words));
    made.putAll(versions(spark));
    return made;
  }

  /**
   * What statistics are made by, for their folder: a command that makes them again, the seed of the
   * signs where components are randomized, and versions.
   *
   * @param tasks in which they are computed, on which the last digits of randomized ones depend
   */
  static Map<String, String> ofStatistics(
      ShardFolder shards, StatisticsJob.Request request, Path output, int tasks, String spark) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "convoy",
                "stats",
                "--shards",
                shards.path().toString(),
                "--output",
                output.toString()));
    if (!request.shape().equals(shards.manifest().shape())) {
      words.addAll(List.of("--image-size", String.valueOf(request.shape().height())));
    }
    if (!request.patches().isEmpty()) {
      words.addAll(
          List.of(
              "--patches",
              request.patches().stream().map(String::valueOf).collect(Collectors.joining(","))));
    }
    Map<String, String> made = new LinkedHashMap<>();
    if (request.components() instanceof StatisticsJob.Components.Randomized randomized) {
      words.addAll(List.of("--components", String.valueOf(randomized.count())));
      words.addAll(List.of("--set", "seed=" + randomized.seed()));
      made.put("seed", String.valueOf(randomized.seed()));
    }
    made.put("tasks", String.valueOf(tasks));
    made.put("command", ShellCommand.of(words));
    made.putAll(versions(spark));
    return made;
  }

  /** The versions of everything underneath. */
  static Map<String, String> versions(String spark) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("convoy", version());
    versions.put("commit", commit());
    versions.put("java", Runtime.version().toString());
    versions.put("spark", spark);
    versions.put("deeplearning4j", build().getProperty("deeplearning4j"));
    versions.put("backend", build().getProperty("backend"));
    return versions;
  }

  /** Whether this was built by {@code ./mvnw -P cuda}, and so has no backend for the processor. */
  static boolean builtWithCuda() {
    return build().getProperty("backend").startsWith("nd4j-cuda");
  }

  private static Properties build() {
    Properties build = new Properties();
    try (InputStream in = Provenance.class.getResourceAsStream("/convoy-build.properties")) {
      build.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("the build left no convoy-build.properties", e);
    }
    return build;
  }

  /**
   * What trained a run until a round, from what was written when it was begun or resumed the last
   * time; the first part first. A part that did not come to a checkpoint has trained nothing.
   *
   * @throws BadInputException if it is not a JSON object
   */
  static List<Map<String, Object>> before(int rounds, String json, String where) {
    Map<String, Object> last = parse(json, where, new TypeReference<Map<String, Object>>() {});
    List<Map<String, Object>> parts = new ArrayList<>();
    if (last.remove(BEFORE) instanceof List<?> before) {
      parts.addAll(JSON.convertValue(before, new TypeReference<List<Map<String, Object>>>() {}));
    }
    parts.add(last);
    parts.removeIf(part -> part.get(AFTER_ROUND) instanceof Integer after && after >= rounds);
    return parts;
  }

  static String toJson(Map<String, ?> values) {
    try {
      return JSON.writeValueAsString(values) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text is always JSON", e);
    }
  }

  /**
   * What a run's file says; nothing where the run has not been trained.
   *
   * @throws BadInputException if it is damaged
   */
  static Optional<Map<String, Object>> read(RunFolder run) throws IOException {
    String where = run.provenance().toString();
    return run.read(run.provenance())
        .map(json -> parse(json, where, new TypeReference<Map<String, Object>>() {}));
  }

  /**
   * The pairs of a JSON object.
   *
   * @throws BadInputException if it is not one
   */
  static <T> Map<String, T> parse(String json, String where, TypeReference<Map<String, T>> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new BadInputException("%s is damaged: %s".formatted(where, JsonProblem.of(e)), e);
    }
  }
}
