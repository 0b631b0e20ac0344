// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end because memory is full: on the driver, and in a task. */
class OutOfMemoryRunTest {
  private static final String RUN =
      "run --master local[2] --source synthetic:train=60,test=10,seed=1 --model softmax --epochs 1"
          + " --run %s";

  @TempDir Path temporary;

  @AfterEach
  void mendTheDisk() {
    FailingDisk.isMended();
  }

  private Captured run(String more) {
    return Captured.line(RUN + more, "failing:" + temporary.resolve("run"));
  }

  private static void failed(Captured captured, String... parts) {
    assertThat(captured.status()).as(captured.err()).isEqualTo(1);
    assertThat(captured.complaint()).contains(parts).hasLineCount(1);
    assertThat(captured.err()).doesNotContain("\tat ");
  }

  @Test
  void aRunWithoutMemoryForItsStatisticsGoesOnFromItsShardsWithSmallerImages() {
    FailingDisk.hasNoMemoryFor("mean-image.npy");
    Captured captured = run(" --image-size 24");
    failed(
        captured,
        "out of memory (Java heap space; the Java heap of the driver has ",
        "while computing statistics of images of 24 x 24 x 3, 1,728 values",
        "CONVOY_MEMORY",
        "--image-size");
    assertThat(captured.err()).contains("keeps the finished shards: go on with --resume");
    FailingDisk.isMended();
    assertThat(temporary.resolve("run/shards/manifest.json")).exists();
    assertThat(temporary.resolve("run/statistics")).doesNotExist();

    Captured other = run(" --image-size 16 --resume --seed 2");
    assertThat(other.status()).isEqualTo(2);
    assertThat(other.complaint()).contains("seed = 2, but the run was begun with 1");

    // Shards that were written again would fail.
    FailingDisk.fails(new FailingDisk.Fault("manifest.json", 0, false, false));
    Captured resumed = run(" --image-size 16 --resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(temporary.resolve("run/config.conf")).content().contains("imageSize = 16");
  }

  /** The process of the test would end here if Spark's executor ended its own. */
  @Test
  void aTaskWithoutMemoryFailsTheRun() {
    FailingDisk.hasNoMemoryFor(".parquet");
    failed(run(""), "out of memory (Java heap space", "while sharding", "--master local[1]");
    assertThat(temporary.resolve("run")).doesNotExist();
  }
}
