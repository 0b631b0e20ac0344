// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("gpu")
class GpuSettingsTest {
  private static GpuSettings of(String anExecutor, String aTask) {
    return GpuSettings.of(
        new SparkConf(false)
            .set("spark.executor.resource.gpu.amount", anExecutor)
            .set("spark.task.resource.gpu.amount", aTask));
  }

  @Test
  void withoutGpusAReplicaTrainsOnEveryCore() {
    GpuSettings none = GpuSettings.of(new SparkConf(false));

    assertThat(none.assign()).isFalse();
    assertThat(none.replicas(16, 2)).isEqualTo(16);
    assertThat(of("1", "0").assign()).isFalse();
  }

  @Test
  void withGpusAReplicaTrainsOnEachThatHasACore() {
    assertThat(of("1", "1").assign()).isTrue();
    assertThat(of("1", "1").replicas(16, 2)).isEqualTo(2);
    assertThat(of("4", "1").replicas(16, 2)).isEqualTo(8);
    assertThat(of("4", "1").replicas(2, 2)).isEqualTo(2);
    assertThat(of("4", "2").replicas(16, 2)).isEqualTo(4);
  }

  @Test
  void tasksThatShareAGpuCountOnce() {
    assertThat(of("1", "0.25").replicas(16, 2)).isEqualTo(2);
  }

  @Test
  void thereIsAlwaysOneReplica() {
    assertThat(of("1", "2").replicas(16, 2)).isEqualTo(1);
    assertThat(of("1", "1").replicas(16, 0)).isEqualTo(1);
  }
}
