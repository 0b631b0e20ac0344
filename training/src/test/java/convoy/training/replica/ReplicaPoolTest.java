// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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
}
