// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import static convoy.training.averaging.SmallLoop.CLASSES;
import static convoy.training.averaging.SmallLoop.CONSTANT;
import static convoy.training.averaging.SmallLoop.DROPPING;
import static convoy.training.averaging.SmallLoop.SHAPE;
import static convoy.training.averaging.SmallLoop.UNEQUAL;
import static convoy.training.averaging.SmallLoop.plan;
import static convoy.training.averaging.SmallLoop.spec;
import static convoy.training.averaging.SmallLoop.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.shard.ImageBlock;
import convoy.training.RandomImages;
import convoy.training.averaging.SmallLoop.Heard;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.WorkerRecord;
import convoy.training.replica.ReplicaSpec;
import convoy.training.schedule.LearningRate;
import convoy.training.schedule.Plateau;
import convoy.training.schedule.Sampling;
import convoy.training.schedule.SyncSchedule;
import convoy.training.schedule.Trigger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rounds an epoch has, what is said of them, and when there are no more. */
class LoopRoundsTest {
  @Test
  void anEpochTakesEveryExampleOnceAndSaysSo() {
    List<ImageBlock> blocks =
        List.of(
            RandomImages.block(6, 50, SHAPE, CLASSES), RandomImages.block(7, 33, SHAPE, CLASSES));
    ReplicaSpec spec = spec("softmax", 0, 0.9, 8);
    Heard heard = new Heard();

    TrainingState end = train(spec, blocks, plan(blocks, spec, DROPPING, 3, 2), heard);

    assertThat(heard.rounds()).hasSize(6);
    assertThat(heard.rounds().stream().mapToLong(RoundRecord::examples).sum()).isEqualTo(2 * 83);
    assertThat(heard.rounds().stream().map(RoundRecord::steps)).containsExactly(3, 3, 1, 3, 3, 1);
    assertThat(heard.rounds().stream().map(RoundRecord::validated))
        .containsExactly(false, false, true, false, false, true);
    assertThat(heard.rounds().get(0).learningRate()).isEqualTo(0.01);
    assertThat(heard.rounds().get(5).learningRate()).isEqualTo(0.0025);
    assertThat(heard.rounds().get(0).regularizationLoss()).isPositive();
    assertThat(heard.ends.stream().map(RoundEnd::last))
        .containsExactly(false, false, false, false, false, true);
    assertThat(end.position()).isEqualTo(new Position(2, 6, 0, 14, List.of(0, 0)));
  }

  @Test
  void postLocalRoundsAreLongAfterTheLearningRateDropped() {
    List<ImageBlock> block = List.of(RandomImages.block(6, 80, SHAPE, CLASSES));
    ReplicaSpec spec = spec("softmax", 0, 0.9, 8);
    Heard heard = new Heard();

    train(
        spec,
        block,
        plan(
            block,
            spec,
            DROPPING,
            new SyncSchedule.PostLocal(4),
            new OuterOptimizer.Average(),
            new Trigger.MaxEpochs(1)),
        heard);

    assertThat(heard.rounds().stream().map(RoundRecord::steps))
        .containsExactly(1, 1, 1, 1, 1, 4, 1);
  }

  @Test
  void stragglersSendWhatTheyHaveAndTheEpochGoesOnUntilAllIsSeen() {
    ReplicaSpec spec = spec("softmax", 0, 0.9, 8);
    Heard heard = new Heard();

    TrainingState end =
        train(
            spec,
            UNEQUAL,
            plan(
                UNEQUAL,
                spec,
                CONSTANT,
                new SyncSchedule.Timed(100, 1e-12),
                new OuterOptimizer.Average(),
                new Trigger.MaxEpochs(1)),
            heard);

    // Nobody has time for more than one step a round.
    assertThat(heard.rounds().stream().map(RoundRecord::examples))
        .containsExactly(17L, 16L, 16L, 16L, 9L, 8L, 2L);
    assertThat(end.position().globalStep()).isEqualTo(7);
  }

  @Test
  void sampledRoundsSayHowFarReplicasAreApartAndWhoWaits() {
    ReplicaSpec spec = spec("two-layer", 0, 0.9, 8);
    Heard heard = new Heard();
    train(spec, UNEQUAL, plan(UNEQUAL, spec, CONSTANT, 2, 1), heard);

    // 50, 33 and 1 examples in minibatches of 8, two a round: four rounds, of which 1 and 3.
    assertThat(heard.ends.stream().map(end -> end.samples().workers().size()))
        .containsExactly(3, 0, 3, 0);
    assertThat(heard.rounds().get(1).replicaDistance()).isNaN();
    List<WorkerRecord> first = heard.ends.get(0).samples().workers();
    assertThat(first.stream().map(WorkerRecord::examples)).containsExactly(16L, 16L, 1L);
    assertThat(first).allMatch(worker -> worker.distance() > 0).allMatch(w -> w.round() == 1);
    assertThat(first.stream().mapToDouble(WorkerRecord::waitMillis).min()).hasValue(0);
    assertThat(heard.rounds().get(0).replicaDistance())
        .isBetween(
            first.stream().mapToDouble(WorkerRecord::distance).min().orElseThrow(),
            first.stream().mapToDouble(WorkerRecord::distance).max().orElseThrow());
    // The third worker has no example left and takes no part.
    List<WorkerRecord> third = heard.ends.get(2).samples().workers();
    assertThat(third.get(2).distance()).isNaN();
    assertThat(heard.rounds().get(2).replicaDistance()).isPositive();
    assertThat(heard.ends.stream().map(end -> end.samples().layers().size()))
        .containsExactly(2, 0, 2, 0);
    assertThat(heard.rounds().get(0).updateRatio()).isPositive();
    assertThat(heard.rounds().get(1).gradientNorm()).isNaN();
  }

  @Test
  void samplingEveryRoundOrNoneGivesTheSameParametersToTheLastBit() {
    ReplicaSpec spec = spec("convnet", 0.5, 0.9, 8);
    TrainingPlan sampled = plan(UNEQUAL, spec, DROPPING, 2, 2);

    assertThat(train(spec, UNEQUAL, with(sampled, Sampling.steps(1)), new Heard()).parameters())
        .isEqualTo(train(spec, UNEQUAL, with(sampled, Sampling.NONE), new Heard()).parameters());
  }

  private static TrainingPlan with(TrainingPlan plan, Sampling sampling) {
    return new TrainingPlan(
        plan.examples(),
        plan.batch(),
        plan.rate(),
        plan.plateau(),
        plan.sync(),
        plan.outer(),
        plan.bearable(),
        sampling,
        plan.validate(),
        plan.stop());
  }

  @Test
  void aReplicaAloneIsItsOwnAverage() {
    List<ImageBlock> alone = List.of(UNEQUAL.get(0));
    ReplicaSpec spec = spec("softmax", 0, 0.9, 8);
    Heard heard = new Heard();
    train(spec, alone, plan(alone, spec, CONSTANT, 100, 1), heard);

    assertThat(heard.rounds().get(0).replicaDistance()).isZero();
    assertThat(heard.rounds().get(0).waitMillis()).isZero();
  }

  @Test
  void anAccuracyThatStandsStillStopsTheRunAndReducesTheRate() {
    List<ImageBlock> block = List.of(RandomImages.block(10, 16, SHAPE, CLASSES));
    ReplicaSpec spec = spec("softmax", 0, 0.9, 8);
    TrainingPlan stopping =
        new TrainingPlan(
            List.of(16L),
            8,
            CONSTANT,
            new Plateau(0.5, 2),
            new SyncSchedule.Every(2),
            new OuterOptimizer.Average(),
            100,
            Sampling.NONE,
            new Trigger.Epochs(1),
            new Trigger.Any(List.of(new Trigger.MaxEpochs(100), new Trigger.NoImprovement(4))));
    Heard heard = new Heard();

    // The validator says 0.5 each time: the first is the best, four more bring nothing.
    train(spec, block, stopping, heard);

    assertThat(heard.rounds().stream().map(RoundRecord::learningRate))
        .containsExactly(0.01, 0.01, 0.01, 0.005, 0.005);
  }

  @Test
  void anInfiniteLossStopsTheRun() {
    List<ImageBlock> block = List.of(RandomImages.block(10, 64, SHAPE, CLASSES));
    ReplicaSpec spec = spec("two-layer", 0, 0.9, 8);
    TrainingPlan wild = plan(block, spec, new LearningRate.Constant(1e12), 4, 5);

    assertThatThrownBy(() -> train(spec, block, wild, new Heard()))
        .isInstanceOf(DivergedException.class)
        .hasMessageEndingWith("numbers overflowed; the last checkpoint is untouched");
  }

  @Test
  void aLossFarAboveTheFirstStopsTheRunToo() {
    List<ImageBlock> block = List.of(RandomImages.block(10, 64, SHAPE, CLASSES));
    ReplicaSpec spec = spec("softmax", 0, 0.9, 8);
    TrainingPlan wild = plan(block, spec, new LearningRate.Constant(30), 1, 50);

    assertThatThrownBy(() -> train(spec, block, wild, new Heard()))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("times the first round's");
  }
}
