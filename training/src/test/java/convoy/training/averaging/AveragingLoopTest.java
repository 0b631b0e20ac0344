// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.augment.AugmentPlan;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.transform.Centring;
import convoy.preprocessing.transform.Chain;
import convoy.preprocessing.transform.Preprocessor;
import convoy.preprocessing.transform.Scaling;
import convoy.training.LocalSpark;
import convoy.training.RandomImages;
import convoy.training.model.GradientClipping;
import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import convoy.training.model.Optimization;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Validation;
import convoy.training.monitor.WorkerRecord;
import convoy.training.onednn.FastNetwork;
import convoy.training.replica.EpochOrder;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaSpec;
import convoy.training.replica.UpdaterStatePolicy;
import convoy.training.schedule.LearningRate;
import convoy.training.schedule.Plateau;
import convoy.training.schedule.Sampling;
import convoy.training.schedule.SyncSchedule;
import convoy.training.schedule.Trigger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** The loop against what theory and Deeplearning4j's own loop say it must give. */
class AveragingLoopTest {
  private static final ImageShape SHAPE = new ImageShape(3, 8, 8);
  private static final int CLASSES = 4;
  private static final long SEED = 11;
  private static final LearningRate DROPPING = new LearningRate.StepDecay(0.01, 0.5, 5);
  private static final LearningRate CONSTANT = new LearningRate.Constant(0.01);
  private static final Preprocessor CENTRED = centred();

  /** Collects what the loop says. */
  private static final class Heard implements TrainingListener {
    private final List<RoundEnd> ends = new ArrayList<>();

    @Override
    public void roundEnded(RoundEnd end) {
      ends.add(end);
    }

    private List<RoundRecord> rounds() {
      return ends.stream().map(RoundEnd::record).toList();
    }
  }

  private static Preprocessor centred() {
    return Chain.of(
        new Centring(SHAPE.size(), new float[] {128}), new Scaling(SHAPE.size(), new float[] {64}));
  }

  private static ReplicaSpec spec(String model, double dropout, double momentum, int batch) {
    return spec(model, dropout, momentum, batch, UpdaterStatePolicy.AVERAGE);
  }

  private static ReplicaSpec spec(
      String model, double dropout, double momentum, int batch, UpdaterStatePolicy policy) {
    boolean norm = model.equals("batch-norm");
    ModelSettings settings =
        new ModelSettings(
            norm ? "convnet" : model, 16, dropout, 1e-3, norm, SHAPE, List.of("a", "b", "c", "d"));
    return new ReplicaSpec(
        UUID.randomUUID().toString(),
        Models.configuration(
                settings, new Optimization(0.01, momentum, new GradientClipping.None()), SEED)
            .toJson(),
        AugmentPlan.NONE,
        CENTRED,
        SHAPE,
        CLASSES,
        batch,
        policy,
        SEED);
  }

  /** Plain averaging every H steps, validated and stopped by epochs. */
  private static TrainingPlan plan(
      List<ImageBlock> blocks, ReplicaSpec spec, LearningRate rate, int every, int epochs) {
    return plan(
        blocks,
        spec,
        rate,
        new SyncSchedule.Every(every),
        new OuterOptimizer.Average(),
        new Trigger.MaxEpochs(epochs));
  }

  private static TrainingPlan plan(
      List<ImageBlock> blocks,
      ReplicaSpec spec,
      LearningRate rate,
      SyncSchedule sync,
      OuterOptimizer outer,
      Trigger stop) {
    return new TrainingPlan(
        blocks.stream().map(block -> (long) block.count()).toList(),
        spec.batch(),
        rate,
        Plateau.NONE,
        sync,
        outer,
        100,
        Sampling.rounds(2),
        new Trigger.Epochs(1),
        stop);
  }

  private static TrainingState start(ReplicaSpec spec, int workers) {
    try (Replica initial = new Replica(spec)) {
      return TrainingState.start(
          initial.parameters(), new ParameterAverages.Settings(0.9, 2, 2), workers);
    }
  }

  private static TrainingState train(
      ReplicaSpec spec, List<ImageBlock> blocks, TrainingPlan plan, Heard heard) {
    return train(spec, blocks, plan, start(spec, blocks.size()), heard);
  }

  private static TrainingState train(
      ReplicaSpec spec,
      List<ImageBlock> blocks,
      TrainingPlan plan,
      TrainingState start,
      TrainingListener heard) {
    var rdd = LocalSpark.context().parallelize(blocks, blocks.size());
    try (Workers workers = new Workers(LocalSpark.context(), rdd, spec)) {
      return new AveragingLoop(workers, plan, parameters -> new Validation(0.5, 1), heard)
          .run(start);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"convnet", "batch-norm"})
  void oneWorkerIsDeeplearning4jsOwnFitToTheLastBit(String model) {
    ReplicaSpec spec = spec(model, 0, 0.9, 16);
    List<ImageBlock> block = List.of(RandomImages.block(1, 100, SHAPE, CLASSES));

    TrainingState convoy = train(spec, block, plan(block, spec, DROPPING, 3, 2), new Heard());

    ComputationGraphConfiguration network = ComputationGraphConfiguration.fromJson(spec.network());
    network.getVertices().values().stream()
        .filter(LayerVertex.class::isInstance)
        .map(vertex -> ((LayerVertex) vertex).getLayerConf().getLayer())
        .filter(BaseLayer.class::isInstance)
        .forEach(
            layer ->
                ((BaseLayer) layer)
                    .setIUpdater(
                        new Nesterovs(
                            new StepSchedule(ScheduleType.ITERATION, 0.01, 0.5, 5), 0.9)));
    ComputationGraph graph = FastNetwork.of(network.toJson());
    for (int epoch = 0; epoch < 2; epoch++) {
      EpochOrder order = new EpochOrder(SEED, epoch, 0, 100, spec.batch());
      for (int step = 0; step < EpochOrder.minibatches(100, spec.batch()); step++) {
        graph.fit(dataSet(block.get(0), order.minibatch(step)));
      }
    }
    assertThat(convoy.parameters()).isEqualTo(graph.params().toFloatVector());
    assertThat(convoy.position().globalStep()).isEqualTo(14);
  }

  @Test
  void twoWorkersThatAverageEveryStepAreOneMachineWithTheDoubleBatch() {
    ImageBlock both = RandomImages.block(2, 64, SHAPE, CLASSES);
    ImageBlock first = RandomImages.part(both, 0, 32);
    ImageBlock second = RandomImages.part(both, 32, 64);
    ReplicaSpec spec = spec("convnet", 0, 0, 8);
    List<ImageBlock> blocks = List.of(first, second);

    TrainingState convoy = train(spec, blocks, plan(blocks, spec, CONSTANT, 1, 2), new Heard());

    ComputationGraph graph = FastNetwork.of(spec.network());
    for (int epoch = 0; epoch < 2; epoch++) {
      EpochOrder one = new EpochOrder(SEED, epoch, 0, 32, 8);
      EpochOrder two = new EpochOrder(SEED, epoch, 1, 32, 8);
      for (int step = 0; step < 4; step++) {
        graph.fit(
            DataSet.merge(
                List.of(
                    dataSet(first, one.minibatch(step)), dataSet(second, two.minibatch(step)))));
      }
    }
    float[] expected = graph.params().toFloatVector();
    for (int i = 0; i < expected.length; i++) {
      assertThat(convoy.parameters()[i]).isCloseTo(expected[i], within(1e-6f));
    }
  }

  private static final List<ImageBlock> UNEQUAL =
      List.of(
          RandomImages.block(3, 50, SHAPE, CLASSES),
          RandomImages.block(4, 33, SHAPE, CLASSES),
          RandomImages.block(5, 1, SHAPE, CLASSES));

  /** Every policy of the updater state, with every kind of outer optimizer and schedule. */
  static List<Arguments> ways() {
    return List.of(
        Arguments.of(
            UpdaterStatePolicy.AVERAGE, new OuterOptimizer.Average(), new SyncSchedule.Every(2)),
        Arguments.of(
            UpdaterStatePolicy.KEEP,
            new OuterOptimizer.SlowMomentum(1, 0.5),
            new SyncSchedule.PostLocal(3)),
        Arguments.of(
            UpdaterStatePolicy.RESET,
            new OuterOptimizer.Nesterov(0.7, 0.9),
            new SyncSchedule.Quadratic(1, 0.015)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void anyRoundIsAPlaceToGoOnFromBitForBit(
      UpdaterStatePolicy policy, OuterOptimizer outer, SyncSchedule sync) {
    assertGoesOn("two-layer", policy, outer, sync);
  }

  @Test
  void anyRoundOfANormalizedNetworkIsAPlaceToGoOnFromBitForBit() {
    assertGoesOn(
        "batch-norm",
        UpdaterStatePolicy.KEEP,
        new OuterOptimizer.SlowMomentum(1, 0.5),
        new SyncSchedule.Every(2));
  }

  private static void assertGoesOn(
      String model, UpdaterStatePolicy policy, OuterOptimizer outer, SyncSchedule sync) {
    ReplicaSpec spec = spec(model, 0.5, 0.9, 8, policy);
    TrainingPlan plan = plan(UNEQUAL, spec, DROPPING, sync, outer, new Trigger.MaxEpochs(3));
    Heard heard = new Heard();
    TrainingState undisturbed = train(spec, UNEQUAL, plan, heard);

    List<RoundEnd> ends = heard.ends;
    for (int round : List.of(0, 2, ends.size() / 2)) {
      // Another run, which finds no replica of the first in the pool.
      ReplicaSpec again = spec(model, 0.5, 0.9, 8, policy);
      assertSame(train(again, UNEQUAL, plan, ends.get(round).state(), end -> {}), undisturbed);
    }
    assertSame(train(spec(model, 0.5, 0.9, 8, policy), UNEQUAL, plan, new Heard()), undisturbed);
  }

  private static void assertSame(TrainingState actual, TrainingState expected) {
    assertThat(actual.parameters()).isEqualTo(expected.parameters());
    assertThat(actual.updaterStates())
        .usingElementComparator(Arrays::compare)
        .isEqualTo(expected.updaterStates());
    assertThat(actual.outerMomentum()).isEqualTo(expected.outerMomentum());
    assertThat(actual.averages().exponential().value())
        .isEqualTo(expected.averages().exponential().value());
    assertThat(actual.averages().epochEnds().value())
        .isEqualTo(expected.averages().epochEnds().value());
    assertThat(actual.averages().meanOfLastEpochs())
        .isEqualTo(expected.averages().meanOfLastEpochs());
    assertThat(actual.position()).isEqualTo(expected.position());
    assertThat(actual.improvement()).isEqualTo(expected.improvement());
  }

  @Test
  void theWaysOfTheUpdaterStateAreDifferentWays() {
    List<float[]> ends =
        Arrays.stream(UpdaterStatePolicy.values())
            .map(policy -> spec("two-layer", 0, 0.9, 8, policy))
            .map(
                spec ->
                    train(spec, UNEQUAL, plan(UNEQUAL, spec, CONSTANT, 2, 1), new Heard())
                        .parameters())
            .toList();

    assertThat(ends.get(0)).isNotEqualTo(ends.get(1)).isNotEqualTo(ends.get(2));
    assertThat(ends.get(1)).isNotEqualTo(ends.get(2));
  }

  @Test
  void aWorkerAloneThatKeepsItsStateIsOneThatAveragesIt() {
    List<ImageBlock> alone = List.of(UNEQUAL.get(0));
    ReplicaSpec averaging = spec("two-layer", 0, 0.9, 8, UpdaterStatePolicy.AVERAGE);
    ReplicaSpec keeping = spec("two-layer", 0, 0.9, 8, UpdaterStatePolicy.KEEP);

    assertThat(
            train(keeping, alone, plan(alone, keeping, CONSTANT, 2, 2), new Heard()).parameters())
        .isEqualTo(
            train(averaging, alone, plan(alone, averaging, CONSTANT, 2, 2), new Heard())
                .parameters());
  }

  @Test
  void anOuterStepOfOneWithoutMomentumIsPlainAveragingUpToRounding() {
    ReplicaSpec spec = spec("two-layer", 0, 0.9, 8);
    TrainingPlan plain = plan(UNEQUAL, spec, CONSTANT, 2, 2);
    TrainingPlan outer =
        plan(
            UNEQUAL,
            spec,
            CONSTANT,
            new SyncSchedule.Every(2),
            new OuterOptimizer.Nesterov(1, 0),
            new Trigger.MaxEpochs(2));

    assertThat(train(spec, UNEQUAL, outer, new Heard()).parameters())
        .containsExactly(train(spec, UNEQUAL, plain, new Heard()).parameters(), within(1e-5f));
  }

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

  @ParameterizedTest
  @ValueSource(strings = {"convnet", "batch-norm"})
  void trainingLowersTheLoss(String model) {
    List<ImageBlock> blocks =
        List.of(
            RandomImages.block(8, 128, SHAPE, CLASSES), RandomImages.block(9, 128, SHAPE, CLASSES));
    ReplicaSpec spec = spec(model, 0.2, 0.9, 16);
    Heard heard = new Heard();

    train(spec, blocks, plan(blocks, spec, CONSTANT, 4, 6), heard);

    double first = heard.rounds().get(0).loss();
    double last = heard.rounds().get(heard.rounds().size() - 1).loss();
    assertThat(last).isLessThan(first / 2);
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

    assertThat(train(spec, UNEQUAL, with(sampled, Sampling.rounds(1)), new Heard()).parameters())
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
  void anInfiniteLossStopsTheRunAndSaysWhatToTry() {
    List<ImageBlock> block = List.of(RandomImages.block(10, 64, SHAPE, CLASSES));
    ReplicaSpec spec = spec("two-layer", 0, 0.9, 8);
    TrainingPlan wild = plan(block, spec, new LearningRate.Constant(1e12), 4, 5);

    assertThatThrownBy(() -> train(spec, block, wild, new Heard()))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("train.learningRate.initial");
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

  private static DataSet dataSet(ImageBlock block, int[] images) {
    float[] pixels = new float[images.length * SHAPE.size()];
    INDArray labels = Nd4j.zeros(images.length, CLASSES);
    for (int i = 0; i < images.length; i++) {
      block.copyImage(images[i], pixels, i * SHAPE.size());
      labels.putScalar(i, block.label(images[i]), 1);
    }
    CENTRED.apply(pixels, images.length);
    return new DataSet(Nd4j.create(pixels, new long[] {images.length, 3, 8, 8}, 'c'), labels);
  }
}
