// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhaseTimesTest {
  @TempDir private Path folder;
  private PhaseTimes times;

  @BeforeEach
  void begin() throws IOException {
    Files.createFile(folder.resolve("config.conf"));
    times = new PhaseTimes(RunFolder.open(folder.toString(), new Configuration()));
  }

  @Test
  void workThatGoesOnAddsUpEvenWhereItFails() throws IOException {
    assertThat(times.timeMore("train", () -> "trained")).isEqualTo("trained");
    double once = times.read().get("train");
    IOException broken = new IOException("no space");

    assertThatThrownBy(
            () ->
                times.timeMore(
                    "train",
                    () -> {
                      throw broken;
                    }))
        .isSameAs(broken)
        .hasNoSuppressedExceptions();

    assertThat(times.read().get("train")).isGreaterThan(once);
  }

  @Test
  void workThatIsDoneAgainHasTheTimeOfWhenItWasDone() throws IOException {
    times.time("evaluate", () -> "evaluated");
    double done = times.read().get("evaluate");

    assertThatThrownBy(
            () ->
                times.time(
                    "evaluate",
                    () -> {
                      throw new IllegalStateException("no split");
                    }))
        .hasMessage("no split");

    assertThat(times.read()).containsOnlyKeys("evaluate").containsEntry("evaluate", done);
  }

  @Test
  void aTimeThatCannotBeWrittenDoesNotHideWhyTheWorkFailed() throws IOException {
    Files.createDirectory(folder.resolve("phases.json"));
    IllegalStateException diverged = new IllegalStateException("diverged");

    assertThatThrownBy(
            () ->
                times.timeMore(
                    "train",
                    () -> {
                      throw diverged;
                    }))
        .isSameAs(diverged);
    assertThat(diverged.getSuppressed()).hasSize(1);
  }
}
