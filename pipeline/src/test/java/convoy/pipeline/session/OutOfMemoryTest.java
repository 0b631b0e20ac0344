// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutOfMemoryTest {
  @Test
  void theErrorOfATaskIsFoundBelowWhatSparkWrapsItIn() {
    OutOfMemory found =
        OutOfMemory.in(
                new SparkException(
                    "Job aborted", new OutOfMemoryError("Java heap space\n\tat some.Class")))
            .orElseThrow();
    assertThat(found.what())
        .startsWith("out of memory (Java heap space; the Java heap of the driver has ")
        .doesNotContain("\n");
    assertThat(found.change()).contains("CONVOY_MEMORY", "--driver-memory");
  }

  @Test
  void theReasonForWhichAJobWasCancelledIsFound() {
    assertThat(
            OutOfMemory.in(
                new SparkException(
                    "Job 3 cancelled " + OutOfMemory.CANCELLED + "Java heap space", null)))
        .hasValueSatisfying(found -> assertThat(found.what()).contains("Java heap space"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ExecutorLostFailure (executor 1 exited caused by one of the running tasks) Reason: Command exited with code 52",
        "ExecutorLostFailure (executor 4 exited): Container exited with exit code 137.",
        "Reason: Container from a bad node. Exit status: 137. Diagnostics: Killed",
      })
  void anExecutorThatEndedForWantOfMemoryIsFound(String message) {
    assertThat(OutOfMemory.in(new SparkException(message, null)))
        .hasValueSatisfying(
            found -> assertThat(found.change()).contains("spark.executor.memoryOverhead"));
  }

  @Test
  void aLimitOfThreadsIsNoWantOfHeap() {
    OutOfMemory found =
        OutOfMemory.in(
                new OutOfMemoryError("unable to create native thread: possibly out of memory"))
            .orElseThrow();
    assertThat(found.what()).startsWith("no more threads can be started");
    assertThat(found.change()).contains("ulimit -u");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Command exited with code 1", "exit code 529", "code 52", "epoch 137"})
  void nothingElseIsTakenForIt(String message) {
    assertThat(OutOfMemory.in(new SparkException(message, null))).isEmpty();
  }
}
