// SPDX-License-Identifier: Apache-2.0
package convoy.training.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  @Test
  void epochsAreCountedFromTheEndOfTheWarmUp() {
    assertThat(taken(Snapshots.epochs(0, 5))).containsExactly(5, 10);
    assertThat(taken(Snapshots.epochs(2, 5))).containsExactly(7, 12);
    assertThat(taken(Snapshots.epochs(2.9, 5))).containsExactly(7, 12);
    assertThat(taken(Snapshots.epochs(10, 1))).containsExactly(11, 12);
    assertThat(taken(Snapshots.NONE)).isEmpty();
  }

  /** Of the epochs after which a rate begins its next cycle. */
  @Test
  void snapshotsOfACyclesLengthAreTakenWhereTheRateIsLowest() {
    int steps = 10;
    LearningRate rate = new LearningRate.WarmUp(new LearningRate.Cosine(1, 3L * steps), 2L * steps);

    assertThat(taken(Snapshots.epochs(2, 3)))
        .containsExactly(5, 8, 11)
        .allSatisfy(
            epochs -> {
              long next = (long) epochs * steps;
              assertThat(rate.at(next - 1)).isLessThan(0.003);
              assertThat(rate.at(next)).isEqualTo(1);
            });
  }

  private static IntStream taken(Snapshots snapshots) {
    return IntStream.rangeClosed(0, 12).filter(snapshots::takes);
  }

  @Test
  void aNumberThatIsNoneIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Snapshots.epochs(0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Snapshots(-1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Snapshots(0, -1));
  }
}
