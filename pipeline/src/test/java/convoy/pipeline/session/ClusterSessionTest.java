// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class ClusterSessionTest {
  private static final String PARALLELISM = "spark.default.parallelism";

  @Test
  void replicasAreAsManyAsThreadsWhateverTheParallelismOfShuffles() {
    System.setProperty(PARALLELISM, "7");
    try (JavaSparkContext spark = ClusterSession.open("local[3]")) {
      assertThat(spark.defaultParallelism()).isEqualTo(7);
      assertThat(ClusterSession.replicas(spark)).isEqualTo(3);
    } finally {
      System.clearProperty(PARALLELISM);
    }
  }

  @Test
  void executorsHaveTheParallelCollectorUnlessTheUserNamesOne() {
    assertThat(ClusterSession.executorOptions("", "")).contains("-XX:+UseParallelGC");
    assertThat(ClusterSession.executorOptions("-Dof=UseNoGC -XX:+UseStringDeduplication", ""))
        .startsWith("-Dof=UseNoGC -XX:+UseStringDeduplication ")
        .contains("-XX:+UseParallelGC");
    assertThat(ClusterSession.executorOptions("-Xss4m -XX:+UseG1GC -Da=b", ""))
        .doesNotContain("UseParallelGC");
    assertThat(ClusterSession.executorOptions("", "-XX:+UseZGC")).doesNotContain("UseParallelGC");
  }

  @Test
  void executorsHaveTheFastPathUnlessTheUserSwitchesItOffInEitherPlace() {
    ClusterSession.FAST_PATH.forEach(
        (key, value) -> {
          String own = "-D" + key + "=own";

          assertThat(ClusterSession.executorOptions("", "")).contains("-D" + key + "=" + value);
          assertThat(ClusterSession.executorOptions(own, "")).containsOnlyOnce("-D" + key);
          assertThat(ClusterSession.executorOptions("", own)).doesNotContain("-D" + key);
        });
  }
}
