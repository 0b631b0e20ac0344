// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.training.replica.BackendReport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;

/** Looks at what is in force where tasks run. */
public final class Doctor {
  /** Tasks a core, so that no executor goes without one. */
  private static final int TASKS = 4;

  private Doctor() {}

  /** What every executor that took a task says, ordered by executor. */
  public static List<BackendReport> look(JavaSparkContext spark) {
    int tasks = TASKS * ClusterSession.cores(spark);
    return List.copyOf(
        spark
            .parallelize(Collections.nCopies(tasks, 0), tasks)
            .map(task -> BackendReport.ofThisProcess())
            .collect()
            .stream()
            .collect(
                Collectors.toMap(
                    BackendReport::executor, report -> report, (one, same) -> one, TreeMap::new))
            .values());
  }

  /** Versions, Spark's master and its cores. */
  public static Map<String, Object> versions(JavaSparkContext spark) {
    Map<String, Object> versions = new LinkedHashMap<>(Provenance.versions(spark.version()));
    versions.put("master", spark.master());
    versions.put("cores", ClusterSession.cores(spark));
    return versions;
  }
}
