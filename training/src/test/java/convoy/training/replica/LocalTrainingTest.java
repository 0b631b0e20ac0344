// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.shard.ImageBlock;
import convoy.training.RandomImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalTrainingTest {
  /** Three minibatches: 8, 8 and 4. */
  private static final ImageBlock BLOCK =
      RandomImages.block(1, 20, SmallNetworks.SHAPE, SmallNetworks.CLASSES);

  private static RoundStart start(ReplicaSpec spec, int round, int firstStep, int steps) {
    float[] parameters = new Replica(spec).parameters();
    float[] updaterState = new float[parameters.length];
    updaterState[0] = 0.01f;
    return new RoundStart(parameters, updaterState, 2, round, firstStep, steps, 3);
  }

  private static RoundResult train(ReplicaSpec spec, RoundStart start, int worker) {
    return LocalTraining.run(spec, start, worker, BLOCK, 0);
  }

  private static void assertSame(RoundResult actual, RoundResult expected) {
    assertThat(actual.parameters()).isEqualTo(expected.parameters());
    assertThat(actual.updaterState()).isEqualTo(expected.updaterState());
    assertThat(actual.lossSum()).isEqualTo(expected.lossSum());
    assertThat(actual.examples()).isEqualTo(expected.examples());
  }

  @ParameterizedTest
  @ValueSource(strings = {"two-layer", "convnet"})
  void aRoundTwiceIsTheSameWhateverTheReplicaDidBefore(String model) {
    ReplicaSpec spec = SmallNetworks.spec(model, 0.5, 1);
    RoundStart start = start(spec, 0, 0, 3);
    RoundResult first = train(spec, start, 0);

    // The same replica, after a later round of another worker.
    RoundStart later = new RoundStart(first.parameters(), first.updaterState(), 4, 1, 1, 2, 1000);
    train(spec, later, 1);
    assertSame(train(spec, start, 0), first);

    // Another replica, after another run took the pool.
    ReplicaSpec another = SmallNetworks.spec(model, 0.5, 2);
    train(another, start(another, 0, 0, 3), 0);
    assertSame(train(spec, start, 0), first);

    // Another replica, beside one that is in use.
    assertSame(ReplicaPool.with(spec, lent -> train(spec, start, 0)), first);
  }

  @Test
  void eachRoundDropsOtherUnits() {
    ReplicaSpec dropping = SmallNetworks.spec("two-layer", 0.5, 1);
    ReplicaSpec keeping = SmallNetworks.spec("two-layer", 0, 1);

    assertThat(train(dropping, start(dropping, 1, 0, 3), 0).parameters())
        .isNotEqualTo(train(dropping, start(dropping, 0, 0, 3), 0).parameters());
    assertSame(
        train(keeping, start(keeping, 1, 0, 3), 0), train(keeping, start(keeping, 0, 0, 3), 0));
  }

  @Test
  void eachWorkerHasItsOwnOrder() {
    ReplicaSpec spec = SmallNetworks.spec("softmax", 0, 1);
    RoundStart start = start(spec, 0, 0, 2);

    assertThat(train(spec, start, 1).parameters()).isNotEqualTo(train(spec, start, 0).parameters());
  }

  @Test
  void countsTheExamplesOfTheStepsThatAreLeft() {
    ReplicaSpec spec = SmallNetworks.spec("softmax", 0, 1);

    assertThat(train(spec, start(spec, 0, 0, 2), 0).examples()).isEqualTo(16);
    assertThat(train(spec, start(spec, 1, 2, 2), 0).examples()).isEqualTo(4);
  }

  @Test
  void aRoundCutInTwoIsTheSameRound() {
    ReplicaSpec spec = SmallNetworks.spec("convnet", 0, 1);
    RoundStart whole = start(spec, 0, 0, 3);
    RoundResult expected = train(spec, whole, 0);

    RoundResult one = train(spec, start(spec, 0, 0, 1), 0);
    RoundResult two =
        train(spec, new RoundStart(one.parameters(), one.updaterState(), 2, 1, 1, 2, 4), 0);

    assertThat(two.parameters()).isEqualTo(expected.parameters());
    assertThat(two.updaterState()).isEqualTo(expected.updaterState());
    assertThat(one.lossSum() + two.lossSum()).isCloseTo(expected.lossSum(), within(1e-9));
  }

  @Test
  void aWorkerWithoutExamplesLeftWeighsNothingAndChangesNothing() {
    ReplicaSpec spec = SmallNetworks.spec("two-layer", 0.5, 1);
    RoundStart start = start(spec, 3, 3, 2);

    RoundResult result = train(spec, start, 0);

    assertThat(result.examples()).isZero();
    assertThat(result.lossSum()).isZero();
    assertThat(result.parameters()).isEqualTo(start.parameters());
    assertThat(result.updaterState()).isEqualTo(start.updaterState());
  }
}
