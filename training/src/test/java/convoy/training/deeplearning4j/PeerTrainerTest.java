// SPDX-License-Identifier: Apache-2.0
package convoy.training.deeplearning4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.augment.AugmentPlan;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.transform.Centring;
import convoy.preprocessing.transform.Chain;
import convoy.preprocessing.transform.Scaling;
import convoy.training.LocalSpark;
import convoy.training.RandomImages;
import convoy.training.averaging.AveragingLoop;
import convoy.training.averaging.OuterOptimizer;
import convoy.training.averaging.ParameterAverages;
import convoy.training.averaging.Trainer;
import convoy.training.averaging.TrainingPlan;
import convoy.training.averaging.TrainingState;
import convoy.training.averaging.Workers;
import convoy.training.model.GradientClipping;
import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import convoy.training.model.Optimization;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Validation;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaSpec;
import convoy.training.replica.UpdaterStatePolicy;
import convoy.training.schedule.LearningRate;
import convoy.training.schedule.Plateau;
import convoy.training.schedule.Sampling;
import convoy.training.schedule.SyncSchedule;
import convoy.training.schedule.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deeplearning4j's own averaging beside Convoy's. */
class PeerTrainerTest {
  private static final ImageShape SHAPE = new ImageShape(3, 8, 8);
  private static final int CLASSES = 4;
  private static final long SEED = 5;
  private static final int BATCH = 10;
  private static final int EPOCHS = 3;

  /** Equal for both workers; the last minibatch of an epoch has 6. */
  private static final int EXAMPLES = 46;

  private static final int STEPS = 5;
  private static final LearningRate RATE = new LearningRate.StepDecay(0.02, 0.5, STEPS);

  private final List<RoundRecord> history = new ArrayList<>();

  @BeforeAll
  static void warmUp() {
    LocalSpark.context();
  }

  private static ReplicaSpec spec(String model, UpdaterStatePolicy policy) {
    ModelSettings settings =
        new ModelSettings(model, 16, 0, 1e-3, false, SHAPE, List.of("a", "b", "c", "d"));
    Optimization optimization = new Optimization(0.02, 0.9, new GradientClipping.None());
    return new ReplicaSpec(
        UUID.randomUUID().toString(),
        Models.configuration(settings, optimization, SEED).toJson(),
        AugmentPlan.NONE,
        Chain.of(
            new Centring(SHAPE.size(), new float[] {128}),
            new Scaling(SHAPE.size(), new float[] {64})),
        SHAPE,
        CLASSES,
        BATCH,
        policy,
        SEED);
  }

  private static List<ImageBlock> blocks(int workers) {
    List<ImageBlock> blocks = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      blocks.add(RandomImages.block(worker, EXAMPLES, SHAPE, CLASSES));
    }
    return blocks;
  }

  private static List<Long> examples(List<ImageBlock> blocks) {
    return blocks.stream().map(block -> (long) block.count()).toList();
  }

  private TrainingState train(
      Trainer trainer, List<ImageBlock> blocks, ReplicaSpec spec, LearningRate rate, int every) {
    TrainingPlan plan =
        new TrainingPlan(
            examples(blocks),
            BATCH,
            rate,
            Plateau.NONE,
            new SyncSchedule.Every(every),
            new OuterOptimizer.Average(),
            100,
            Sampling.NONE,
            new Trigger.Epochs(1),
            new Trigger.MaxEpochs(EPOCHS));
    try (Replica initial = new Replica(spec)) {
      TrainingState start =
          TrainingState.start(
              initial.parameters(), new ParameterAverages.Settings(0.9, 2, 2), blocks.size());
      return new AveragingLoop(
              trainer, plan, parameters -> Validation.NONE, end -> history.add(end.record()))
          .run(start);
    }
  }

  private TrainingState byConvoy(List<ImageBlock> blocks, ReplicaSpec spec) {
    JavaRDD<ImageBlock> rdd = LocalSpark.context().parallelize(blocks, blocks.size());
    try (Workers workers = new Workers(LocalSpark.context(), rdd, spec)) {
      return train(workers, blocks, spec, RATE, STEPS);
    }
  }

  private TrainingState byDeeplearning4j(
      List<ImageBlock> blocks, ReplicaSpec spec, LearningRate rate, int every, int round) {
    JavaRDD<ImageBlock> rdd = LocalSpark.context().parallelize(blocks, blocks.size());
    try (PeerTrainer trainer =
        new PeerTrainer(LocalSpark.context(), rdd, spec, examples(blocks), every)) {
      return train(trainer, blocks, spec, rate, round);
    }
  }

  /**
   * Both average parameters and momentum of workers with equally many examples after the same local
   * steps, so that they must agree: alone to the last bit, and of two workers too, because half of
   * a sum of two floats is rounded once in either precision.
   */
  @ParameterizedTest
  @CsvSource({"1, two-layer", "2, two-layer"})
  void averagingParametersAndStateOfEqualShardsItGetsWhatConvoyGets(int workers, String model) {
    List<ImageBlock> blocks = blocks(workers);
    ReplicaSpec spec = spec(model, UpdaterStatePolicy.AVERAGE);

    TrainingState peer = byDeeplearning4j(blocks, spec, RATE, STEPS, STEPS);
    TrainingState own = byConvoy(blocks, spec);

    assertThat(peer.parameters()).isEqualTo(own.parameters());
    assertThat(peer.updaterStates()).hasSize(1);
    assertThat(peer.updaterStates().get(0)).isEqualTo(own.updaterStates().get(0));
    assertThat(peer.position()).isEqualTo(own.position());
  }

  /** Convolutions are computed by other kernels, so that their results differ by rounding. */
  @Test
  void withConvolutionsItGetsTheSameButForRounding() {
    List<ImageBlock> blocks = blocks(2);
    ReplicaSpec spec = spec("convnet", UpdaterStatePolicy.AVERAGE);

    float[] peer = byDeeplearning4j(blocks, spec, RATE, STEPS, STEPS).parameters();
    float[] own = byConvoy(blocks, spec).parameters();

    for (int i = 0; i < own.length; i++) {
      assertThat(own[i]).isCloseTo(peer[i], within(1e-5f));
    }
  }

  @Test
  void averagingMoreOftenItLearnsAndSaysWhatItDoesNotKnow() {
    List<ImageBlock> blocks = blocks(2);

    byDeeplearning4j(blocks, spec("two-layer", UpdaterStatePolicy.AVERAGE), RATE, 2, STEPS);

    assertThat(history).hasSize(EPOCHS);
    assertThat(history.get(EPOCHS - 1).dataLoss()).isLessThan(history.get(0).dataLoss());
    assertThat(history.get(0).trainingAccuracy()).isNaN();
    assertThat(history.get(0).examples()).isEqualTo(2 * EXAMPLES);
  }

  @Test
  void roundsThatAreNoEpochsAreRefused() {
    List<ImageBlock> blocks = blocks(2);
    ReplicaSpec spec = spec("softmax", UpdaterStatePolicy.AVERAGE);

    assertThatThrownBy(() -> byDeeplearning4j(blocks, spec, RATE, 1, STEPS - 1))
        .hasMessage("a round of Deeplearning4j is a whole epoch");
    assertThatThrownBy(
            () -> byDeeplearning4j(blocks, spec, new LearningRate.Inverse(0.1, 1), 1, STEPS))
        .hasMessageContaining("one learning rate an epoch");
  }
}
