// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.training.averaging.RoundEnd;
import convoy.training.averaging.TrainingState;
import convoy.training.monitor.RoundCost;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Samples;
import convoy.training.monitor.Validation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
  private static final TrainingState NO_STATE = null;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final AtomicLong clock = new AtomicLong();

  private static RoundEnd end(int epoch, int round, double validation) {
    RoundRecord record =
        new RoundRecord(
            epoch,
            round,
            round,
            1,
            250,
            12_345.6,
            2.30259,
            0,
            0.1,
            validation,
            validation,
            0.1,
            0.01,
            2,
            1e-3,
            new RoundCost(5, 1, 1, 1, 1),
            1);
    return new RoundEnd(record, Samples.NONE, NO_STATE, Validation.NONE, null, null, false);
  }

  /** Half of the 2,000 examples were seen before the run was resumed. */
  @Test
  void aRoundIsALineWithTheTimeLeft() {
    TrainingProgress progress =
        new TrainingProgress(
            new TrainingProgress.Extent("", 4, 2_000, 1_000),
            new PrintStream(printed, true, StandardCharsets.UTF_8),
            clock::get,
            null);
    for (int round = 5; round <= 8; round++) {
      clock.addAndGet(TimeUnit.SECONDS.toNanos(30));
      progress.roundEnded(end(3, round, round == 6 ? 0.4567 : Double.NaN));
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "epoch 3/4 round 5: loss 2.3026, validation -, 12346 images/s, 1 min 30 s left",
            "epoch 3/4 round 6: loss 2.3026, validation 45.67 %, 12346 images/s, 1 min 0 s left",
            "epoch 3/4 round 7: loss 2.3026, validation 45.67 %, 12346 images/s, 30 s left",
            "epoch 3/4 round 8: loss 2.3026, validation 45.67 %, 12346 images/s");
  }
}
