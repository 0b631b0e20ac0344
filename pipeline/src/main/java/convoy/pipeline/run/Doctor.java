// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.training.replica.BackendReport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;

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
    int tasks = TASKS * ClusterSession.cores(spark);
    int executors = ClusterSession.executors(spark);
    Map<String, BackendReport> reports = new TreeMap<>();
    for (int attempt = 0; attempt < ATTEMPTS && reports.size() < executors; attempt++) {
      spark
          .parallelize(Collections.nCopies(tasks, 0), tasks)
          .map(task -> BackendReport.ofThisProcess())
          .collect()
          .forEach(report -> reports.put(report.executor(), report));
    }
    return new Findings(List.copyOf(reports.values()), Math.max(0, executors - reports.size()));
  }

  /** Versions, Spark's master and its cores. */
  public static Map<String, Object> versions(JavaSparkContext spark) {
    Map<String, Object> versions = new LinkedHashMap<>(Provenance.versions(spark.version()));
    versions.put("master", spark.master());
    versions.put("cores", ClusterSession.cores(spark));
    return versions;
  }
}
