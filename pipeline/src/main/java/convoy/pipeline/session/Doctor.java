// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import convoy.training.replica.BackendReport;
import convoy.training.replica.ExecutorGpus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/** Looks at what is in force where tasks run. */
public final class Doctor {
  /** Tasks a core; the scheduler gives each executor some, but promises none. */
  private static final int TASKS = 4;

  /** Rounds of tasks before an executor counts as one that does not answer. */
  private static final int ATTEMPTS = 5;

  private Doctor() {}

  /**
   * What the executors say.
   *
   * @param reports of those that answered, ordered by executor
   * @param silent executors that Spark has and that took no task
   */
  public record Findings(List<BackendReport> reports, int silent) {
    /** Whether every executor answered and is on the fast path. */
    public boolean healthy() {
      return silent == 0 && reports.stream().allMatch(BackendReport::fastPath);
    }
  }

  /** Asks every executor. */
  public static Findings look(JavaSparkContext spark) {
    List<BackendReport> reports =
        BackendReport.byExecutor(
            ask(spark, task -> BackendReport.ofThisProcess(), BackendReport::executor));
    return new Findings(reports, Math.max(0, ClusterSession.processes(spark) - reports.size()));
  }

  /** The GPUs of every executor's machine, ordered by executor; needs no backend. */
  public static List<ExecutorGpus> gpus(JavaSparkContext spark) {
    return List.copyOf(
        ask(spark, task -> ExecutorGpus.ofThisProcess(), ExecutorGpus::executor).stream()
            .collect(
                Collectors.toMap(
                    ExecutorGpus::executor, gpus -> gpus, (one, same) -> one, TreeMap::new))
            .values());
  }

  /** Asks in many tasks, until every executor has answered or is given up. */
  private static <T> List<T> ask(
      JavaSparkContext spark,
      Function<Integer, T> question,
      java.util.function.Function<T, String> executor) {
    int tasks = TASKS * ClusterSession.taskSlots(spark);
    int executors = ClusterSession.processes(spark);
    List<T> answers = new ArrayList<>();
    Set<String> answered = new HashSet<>();
    for (int attempt = 0; attempt < ATTEMPTS && answered.size() < executors; attempt++) {
      answers.addAll(
          spark.parallelize(Collections.nCopies(tasks, 0), tasks).map(question).collect());
      answers.forEach(answer -> answered.add(executor.apply(answer)));
    }
    return answers;
  }

  /** Versions, Spark's master, its protection, and how many tasks it runs at the same time. */
  public static Map<String, Object> versions(JavaSparkContext spark) {
    Map<String, Object> versions = new LinkedHashMap<>(Build.versions(spark.version()));
    versions.put("master", spark.master());
    Protection protection = Protection.of(spark);
    versions.put("authentication", protection.authentication());
    versions.put("encryption", protection.encryption());
    versions.put("taskSlots", ClusterSession.taskSlots(spark));
    return versions;
  }
}
