// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.config.ConfigRenderer;
import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.session.Build;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.statistics.StatisticsJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/** What shards and statistics say they were made by: a command that makes them again, versions. */
final class MadeBy {
  private MadeBy() {}

  /** What shards are made by, for their manifest: a command that makes them again, and versions. */
  static Map<String, String> shards(ConvoyConfig config, Path output, String spark) {
    List<String> words = new ArrayList<>(List.of("convoy", "shard", "--output", output.toString()));
    for (String assignment : ConfigRenderer.assignments(config)) {
      if (assignment.matches("(?s)(seed=|source=|shard\\.).*")) {
        words.add("--set");
        words.add(assignment);
      }
    }
    Map<String, String> made = new LinkedHashMap<>();
    made.put("command", ShellCommand.of(words));
    made.putAll(Build.versions(spark));
    return made;
  }

  /**
   * What statistics are made by, for their folder: a command that makes them again, the seed of the
   * signs where components are randomized, and versions.
   *
   * @param tasks in which they are computed, on which the last digits of randomized ones depend
   */
  static Map<String, String> statistics(
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
    if (request.components() instanceof StatisticsJob.Components.None) {
      words.addAll(List.of("--covariance", "never"));
    } else if (request.components() instanceof StatisticsJob.Components.Exact) {
      words.addAll(List.of("--covariance", "always"));
    }
    made.put("tasks", String.valueOf(tasks));
    made.put("command", ShellCommand.of(words));
    made.putAll(Build.versions(spark));
    return made;
  }
}
