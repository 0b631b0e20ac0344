// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ReplicaPoolTest {
  private final ReplicaSpec spec = SmallNetworks.spec("softmax", 0, 1);

  private Replica lend() {
    return ReplicaPool.with(spec, Function.identity());
  }

  @Test
  void aReplicaIsKeptForTheNextTask() {
    Replica replica = lend();

    assertThat(lend()).isSameAs(replica);
  }

  @Test
  void tasksAtTheSameTimeDoNotShareOne() {
    Replica[] two =
        ReplicaPool.with(spec, one -> ReplicaPool.with(spec, other -> new Replica[] {one, other}));

    assertThat(two[0]).isNotSameAs(two[1]);
  }

  @Test
  void anotherRunGetsItsOwnAndLetsThisOnesGo() {
    Replica replica = lend();
    ReplicaSpec another = SmallNetworks.spec("two-layer", 0, 1);

    assertThat(ReplicaPool.with(another, Replica::spec)).isSameAs(another);
    assertThat(lend()).isNotSameAs(replica);
  }

  @Test
  void aReplicaWhoseTaskFailedIsNotLentAgain() {
    Replica[] failed = new Replica[1];
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                ReplicaPool.with(
                    spec,
                    replica -> {
                      failed[0] = replica;
                      throw new IllegalStateException("native memory");
                    }));

    assertThat(lend()).isNotSameAs(failed[0]);
  }

  @Test
  void aReplicaStaysOnItsGpu() {
    Replica onTheFirst = ReplicaPool.on(new Device(0), spec, Function.identity());
    Replica onTheSecond = ReplicaPool.on(new Device(1), spec, Function.identity());
    Replica again = ReplicaPool.on(new Device(0), spec, Function.identity());

    assertThat(onTheSecond).isNotSameAs(onTheFirst);
    assertThat(lend()).isNotSameAs(onTheFirst);
    assertThat(again).isSameAs(onTheFirst);
  }

  @Test
  void aGpuHasOneTaskAtATime() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Boolean> first =
        CompletableFuture.supplyAsync(
            () -> ReplicaPool.on(new Device(0), spec, replica -> holdUntil(begun, end)));
    begun.await();

    CompletableFuture<Boolean> second =
        CompletableFuture.supplyAsync(
            () -> ReplicaPool.on(new Device(0), spec, replica -> end.getCount() == 0));

    long left = ReplicaPool.on(new Device(1), spec, replica -> end.getCount());
    assertThat(left).as("another GPU is free").isEqualTo(1);
    assertThatThrownBy(() -> second.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    end.countDown();
    assertThat(first.get(10, TimeUnit.MINUTES)).isTrue();
    assertThat(second.get(10, TimeUnit.MINUTES)).as("began when the first had ended").isTrue();
  }

  private static boolean holdUntil(CountDownLatch begun, CountDownLatch end) {
    begun.countDown();
    try {
      return end.await(10, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
