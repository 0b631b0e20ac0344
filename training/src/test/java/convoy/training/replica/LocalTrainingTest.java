// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.shard.ImageBlock;
import convoy.training.RandomImages;
import convoy.training.schedule.LearningRate;
import java.util.List;
import java.util.stream.LongStream;
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
    return start(parameters, updaterState, round, firstStep, steps);
  }

  /** The learning rate drops to a quarter after 5 steps; a second worker is where the first is. */
  private static RoundStart start(
      float[] parameters, float[] updaterState, int round, int firstStep, int steps) {
    long globalStep = 3L + firstStep;
    double[] rates =
        LongStream.range(globalStep, globalStep + steps)
            .mapToDouble(new LearningRate.StepDecay(0.01, 0.25, 5)::at)
            .toArray();
    return new RoundStart(
        parameters,
        updaterState,
        2,
        round,
        List.of(firstStep, firstStep),
        globalStep,
        rates,
        Double.POSITIVE_INFINITY,
        false);
  }

  private static RoundResult train(ReplicaSpec spec, RoundStart start, int worker) {
    return LocalTraining.run(spec, start, start.updaterState(), worker, BLOCK, 0);
  }

  private static void assertSame(RoundResult actual, RoundResult expected) {
    assertThat(actual.parameters()).isEqualTo(expected.parameters());
    assertThat(actual.updaterState()).isEqualTo(expected.updaterState());
    assertThat(actual.loss()).isEqualTo(expected.loss());
    assertThat(actual.examples()).isEqualTo(expected.examples());
  }

  @ParameterizedTest
  @ValueSource(strings = {"two-layer", "convnet"})
  void aRoundTwiceIsTheSameWhateverTheReplicaDidBefore(String model) {
    ReplicaSpec spec = SmallNetworks.spec(model, 0.5, 1);
    RoundStart start = start(spec, 0, 0, 3);
    RoundResult first = train(spec, start, 0);

    // The same replica, after a later round of another worker.
    RoundStart later = start(first.parameters(), first.updaterState(), 1, 1, 2);
    train(spec, later, 1);
    assertSame(train(spec, start, 0), first);

    // Another replica, after another run took the pool.
    ReplicaSpec another = SmallNetworks.spec(model, 0.5, 2);
    train(another, start(another, 0, 0, 3), 0);
    assertSame(train(spec, start, 0), first);

    // Another replica, beside one that is in use.
    assertSame(ReplicaPool.with(spec, lent -> train(spec, start, 0)), first);
  }

  private static RoundStart hurried(RoundStart start, double seconds, boolean sampled) {
    return new RoundStart(
        start.parameters(),
        start.updaterState(),
        start.epoch(),
        start.round(),
        start.firstSteps(),
        start.globalStep(),
        start.learningRates(),
        seconds,
        sampled);
  }

  @ParameterizedTest
  @ValueSource(strings = {"softmax", "two-layer", "convnet"})
  void aSampledRoundIsTheSameToTheLastBit(String model) {
    ReplicaSpec spec = SmallNetworks.spec(model, 0.5, 1);
    RoundStart start = start(spec, 0, 0, 3);
    RoundStart sampled = hurried(start, Double.POSITIVE_INFINITY, true);

    RoundResult seen = train(spec, sampled, 0);
    assertSame(seen, train(spec, start, 0));
    assertThat(seen.layers()).isNotEmpty();
    assertThat(train(spec, start, 0).layers()).isEmpty();
    assertThat(train(spec, sampled, 1).layers()).isEmpty();
  }

  @Test
  void aWorkerThatIsDoneOrShortOfTimeIsSampledWhereItCan() {
    ReplicaSpec spec = SmallNetworks.spec("softmax", 0, 1);
    RoundStart done = hurried(start(spec, 3, 3, 2), Double.POSITIVE_INFINITY, true);
    RoundStart late = hurried(start(spec, 0, 0, 3), 1e-12, true);
    RoundStart lastOne = hurried(start(spec, 1, 2, 2), Double.POSITIVE_INFINITY, true);

    assertThat(train(spec, done, 0).layers()).isEmpty();
    assertThat(train(spec, late, 0).layers()).hasSize(1);
    // The epoch's last minibatch, of 4 examples, is the only step of the round.
    assertThat(train(spec, lastOne, 0).layers().get(0).activation().count())
        .isEqualTo(4 * SmallNetworks.CLASSES);
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
    RoundStart hurried = hurried(start(spec, 0, 0, 3), 1e-12, false);

    RoundResult result = train(spec, hurried, 0);

    assertThat(result.steps()).isEqualTo(1);
    assertThat(result.examples()).isEqualTo(8);
    assertThat(result.parameters()).isEqualTo(train(spec, start(spec, 0, 0, 1), 0).parameters());
    assertThat(train(spec, start(spec, 0, 0, 3), 0).steps()).isEqualTo(3);
  }

  @Test
  void aStateThatIsResetIsZeroAndDoesNotComeBack() {
    ReplicaSpec averaging = SmallNetworks.spec("two-layer", 0, 1);
    ReplicaSpec resetting = SmallNetworks.resetting(averaging);
    RoundStart start = start(averaging, 0, 0, 3);
    float[] zeros = new float[start.updaterState().length];

    RoundResult reset = LocalTraining.run(resetting, start, new float[0], 0, BLOCK, 0);

    assertThat(reset.updaterState()).isEmpty();
    assertThat(reset.parameters())
        .isEqualTo(LocalTraining.run(averaging, start, zeros, 0, BLOCK, 0).parameters())
        .isNotEqualTo(train(averaging, start, 0).parameters());
  }

  @Test
  void aWorkerWithoutExamplesLeftWeighsNothingAndChangesNothing() {
    ReplicaSpec spec = SmallNetworks.spec("two-layer", 0.5, 1);
    RoundStart start = start(spec, 3, 3, 2);

    RoundResult result = train(spec, start, 0);

    assertThat(result.examples()).isZero();
    assertThat(result.loss().total()).isZero();
    assertThat(result.parameters()).isEqualTo(start.parameters());
    assertThat(result.updaterState()).isEqualTo(start.updaterState());
  }
}
