// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import static convoy.training.averaging.SmallLoop.CENTRED;
import static convoy.training.averaging.SmallLoop.CLASSES;
import static convoy.training.averaging.SmallLoop.CONSTANT;
import static convoy.training.averaging.SmallLoop.DROPPING;
import static convoy.training.averaging.SmallLoop.SEED;
import static convoy.training.averaging.SmallLoop.SHAPE;
import static convoy.training.averaging.SmallLoop.UNEQUAL;
import static convoy.training.averaging.SmallLoop.plan;
import static convoy.training.averaging.SmallLoop.spec;
import static convoy.training.averaging.SmallLoop.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.shard.ImageBlock;
import convoy.training.RandomImages;
import convoy.training.averaging.SmallLoop.Heard;
import convoy.training.onednn.FastNetwork;
import convoy.training.replica.EpochOrder;
import convoy.training.replica.ReplicaSpec;
import convoy.training.replica.UpdaterStatePolicy;
import convoy.training.schedule.SyncSchedule;
import convoy.training.schedule.Trigger;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** The loop against what theory and Deeplearning4j's own loop say it must give. */
class AveragingLoopTest {
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
