// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C on a whole run, in a process of its own. */
class StoppedRunIT {
  @TempDir Path temporary;

  @Test
  void aRunThatIsStoppedSaysHowItGoesOnAndLeavesNothingHidden() throws Exception {
    Path run = temporary.resolve("run");
    try (RunningScript running =
        RunningScript.start(
            Map.of(),
            "convoy",
            ("run --master local[2] --source spiral:points=200 --model softmax"
                    + " --epochs 100000 --run "
                    + run)
                .split(" "))) {
      while (!Files.exists(run.resolve("history.csv")) && running.isAlive()) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      running.interrupt();
      Script stopped = running.await();

      assertThat(stopped.status()).as(stopped.err()).isEqualTo(130);
      assertThat(stopped.err().lines().filter(line -> line.startsWith("convoy")).toList())
          .hasSize(2)
          .last()
          .asString()
          .matches(
              "convoy run: stopped by Ctrl-C; file:%s keeps the checkpoints up to epoch-\\d+.*; go on with: convoy run --master 'local\\[2\\]' --run file:%s --resume"
                  .formatted(run, run));
      assertThat(stopped.err()).doesNotContain("\tat ", "ERROR", "Exception");
    }
    try (Stream<Path> left = Files.walk(temporary)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".") && !name.endsWith(".crc"));
    }
  }
}
