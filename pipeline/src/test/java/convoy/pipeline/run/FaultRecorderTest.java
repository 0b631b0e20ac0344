// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.pipeline.folder.FaultFile;
import convoy.pipeline.folder.RunFolder;
import convoy.training.monitor.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultRecorderTest {
  @TempDir Path folder;
  private RunFolder run;

  @BeforeEach
  void begin() throws IOException {
    Files.writeString(folder.resolve("config.conf"), "convoy {}\n");
    run = RunFolder.open(folder.toString(), new Configuration());
  }

  /** A local master that lets a task fail once before it gives up. */
  private static JavaSparkContext spark() {
    return new JavaSparkContext(
        new SparkConf()
            .setMaster("local[1,2]")
            .setAppName("faults")
            .set("spark.ui.enabled", "false"));
  }

  @Test
  void aTaskThatFailedAndWasTriedAgainIsOnRecord() throws Exception {
    try (JavaSparkContext spark = spark()) {
      try (FaultRecorder recorder = FaultRecorder.listen(spark.sc(), run, 7)) {
        spark
            .parallelize(List.of(1), 1)
            .foreach(
                one -> {
                  if (TaskContext.get().attemptNumber() == 0) {
                    throw new IllegalStateException("a disk, once");
                  }
                });
        spark.sc().listenerBus().waitUntilEmpty();
        assertThat(folder.resolve("faults.csv")).doesNotExist();
        assertThat(recorder).isNotNull();
      }
    }

    assertThat(FaultFile.read(run))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.round()).isEqualTo(7);
              assertThat(fault.kind()).isEqualTo(Fault.Kind.TASK_FAILED);
              assertThat(fault.detail())
                  .startsWith("task 0 on executor driver: ")
                  .contains("a disk, once");
            });
  }

  @Test
  void whatComesLaterIsAddedToWhatIsThere() throws IOException {
    FaultFile.add(run, List.of(FaultFile.now(3, Fault.Kind.RESUMED, "")));
    try (JavaSparkContext spark = spark()) {
      try (FaultRecorder recorder = FaultRecorder.listen(spark.sc(), run, 3)) {
        recorder.onExecutorRemoved(
            new SparkListenerExecutorRemoved(0, "1", "Command exited with code 137\nsecond line"));
      }
    }

    assertThat(FaultFile.read(run))
        .extracting(Fault::kind)
        .containsExactly(Fault.Kind.RESUMED, Fault.Kind.EXECUTOR_LOST);
    assertThat(FaultFile.read(run).get(1).detail())
        .isEqualTo("executor 1: Command exited with code 137");
  }

  @Test
  void anExecutorThatSparkGivesBackIsNotLost() throws IOException {
    try (JavaSparkContext spark = spark()) {
      try (FaultRecorder recorder = FaultRecorder.listen(spark.sc(), run, 3)) {
        recorder.onExecutorRemoved(
            new SparkListenerExecutorRemoved(0, "1", "Executor killed by driver."));
      }
    }

    assertThat(folder.resolve("faults.csv")).doesNotExist();
  }

  @Test
  void withoutAFaultThereIsNoFile() throws IOException {
    try (JavaSparkContext spark = spark()) {
      FaultRecorder.listen(spark.sc(), run, 0).close();
    }

    assertThat(folder.resolve("faults.csv")).doesNotExist();
    assertThat(FaultFile.read(run)).isEmpty();
  }

  @Test
  void anUnknownFaultIsADamagedFile() throws IOException {
    Files.writeString(
        folder.resolve("faults.csv"), "time,round,kind,detail\n2026-11-22T10:00:00Z,1,gremlin,\n");

    assertThatThrownBy(() -> FaultFile.read(run)).hasMessageContaining("gremlin");
  }
}
