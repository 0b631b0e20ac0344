// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.pipeline.session.StopRequest.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StopRequestTest {
  private final List<Integer> halted = new ArrayList<>();

  @Test
  void theFirstSignalStopsTheCommandAndTheSecondTheProcess() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread command =
        new Thread(
            () -> {
              try {
                new CountDownLatch(1).await(); // as a download waits for its server
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            });
    command.start();
    StopRequest stop = new StopRequest(command, Optional::empty, halted::add);
    assertThat(stop.received()).isEmpty();

    assertThat(stop.request(Signal.INT)).isTrue();
    interrupted.await();
    command.join();
    assertThat(stop.received()).contains(Signal.INT);
    assertThat(halted).isEmpty();

    stop.request(Signal.TERM);
    assertThat(halted).containsExactly(143);
    stop.commandEnded();
  }

  @Test
  void aCommandThatUnwindsIsNotInterruptedAnyMore() throws InterruptedException {
    CountDownLatch looks = new CountDownLatch(2); // at the second, the first has done its work
    StopRequest stop =
        new StopRequest(
            Thread.currentThread(),
            () -> {
              looks.countDown();
              return Optional.empty();
            },
            halted::add);
    Thread.currentThread().interrupt(); // as a request does that came before

    stop.unwinding();
    stop.request(Signal.INT);

    looks.await();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    stop.commandEnded();
  }

  @Test
  void theExitStatusIsThatOfAProcessWhichTheSignalEnded() {
    assertThat(Signal.INT.status()).isEqualTo(128 + 2);
    assertThat(Signal.TERM.status()).isEqualTo(128 + 15);
  }
}
