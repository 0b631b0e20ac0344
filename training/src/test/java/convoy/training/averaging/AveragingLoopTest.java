// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.transform.Centring;
import convoy.preprocessing.transform.Chain;
import convoy.preprocessing.transform.Preprocessor;
import convoy.preprocessing.transform.Scaling;
import convoy.training.LocalSpark;
import convoy.training.RandomImages;
import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import convoy.training.model.Optimization;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Validation;
import convoy.training.replica.EpochOrder;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The loop against what theory and Deeplearning4j's own loop say it must give. */
class AveragingLoopTest {
  private static final ImageShape SHAPE = new ImageShape(3, 8, 8);
  private static final int CLASSES = 4;
  private static final long SEED = 11;
  private static final Optimization MOMENTUM = new Optimization(0.01, 0.5, 5, 0.9);
  private static final Optimization PLAIN = new Optimization(0.01, 1, 0, 0);
  private static final Preprocessor CENTRED = centred();

  /** Collects what the loop says. */
  private static final class Heard implements TrainingListener {
    private final List<RoundRecord> rounds = new ArrayList<>();
    private final List<TrainingState> epochs = new ArrayList<>();

    @Override
    public void roundEnded(RoundRecord round) {
      rounds.add(round);
    }

    @Override
    public void epochEnded(TrainingState state, Validation validation) {
      epochs.add(state);
    }
  }

  private static Preprocessor centred() {
    return Chain.of(
        new Centring(SHAPE.size(), new float[] {128}), new Scaling(SHAPE.size(), new float[] {64}));
  }

  private static ReplicaSpec spec(String model, double dropout, Optimization how, int batch) {
    ModelSettings settings =
        new ModelSettings(model, 16, dropout, 1e-3, SHAPE, List.of("a", "b", "c", "d"));
    return new ReplicaSpec(
        UUID.randomUUID().toString(),
        Models.configuration(settings, how, SEED).toJson(),
        CENTRED,
        SHAPE,
        CLASSES,
        batch,
        SEED);
  }

  private static TrainingState train(
      ReplicaSpec spec,
      List<ImageBlock> blocks,
      Optimization how,
      int every,
      int epochs,
      Heard heard) {
    var rdd = LocalSpark.context().parallelize(blocks, blocks.size());
    try (Workers workers = new Workers(LocalSpark.context(), rdd, spec)) {
      TrainingPlan plan = new TrainingPlan(workers.examples(), spec.batch(), every, epochs);
      Replica initial = new Replica(spec);
      return new AveragingLoop(workers, plan, how, parameters -> new Validation(0.5, 1), heard)
          .run(
              new TrainingState(
                  initial.parameters(),
                  initial.updaterState(),
                  RunningAverage.zero(0.9, initial.parameters().length),
                  0,
                  0,
                  0));
    }
  }

  @Test
  void oneWorkerIsDeeplearning4jsOwnFitToTheLastBit() {
    ReplicaSpec spec = spec("convnet", 0, MOMENTUM, 16);
    ImageBlock block = RandomImages.block(1, 100, SHAPE, CLASSES);

    TrainingState convoy = train(spec, List.of(block), MOMENTUM, 3, 2, new Heard());

    ComputationGraph graph =
        new ComputationGraph(ComputationGraphConfiguration.fromJson(spec.network()));
    graph.init();
    for (int epoch = 0; epoch < 2; epoch++) {
      EpochOrder order = new EpochOrder(SEED, epoch, 0, block.count(), spec.batch());
      for (int step = 0; step < EpochOrder.minibatches(block.count(), spec.batch()); step++) {
        graph.fit(dataSet(block, order.minibatch(step)));
      }
    }
    assertThat(convoy.parameters()).isEqualTo(graph.params().toFloatVector());
    assertThat(convoy.globalStep()).isEqualTo(14);
  }

  @Test
  void twoWorkersThatAverageEveryStepAreOneMachineWithTheDoubleBatch() {
    ImageBlock both = RandomImages.block(2, 64, SHAPE, CLASSES);
    ImageBlock first = RandomImages.part(both, 0, 32);
    ImageBlock second = RandomImages.part(both, 32, 64);
    ReplicaSpec spec = spec("convnet", 0, PLAIN, 8);

    TrainingState convoy = train(spec, List.of(first, second), PLAIN, 1, 2, new Heard());

    ComputationGraph graph =
        new ComputationGraph(ComputationGraphConfiguration.fromJson(spec.network()));
    graph.init();
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
  void theSameRunTwiceGivesTheSameBitsWithDropoutAndUnequalWorkers() {
    List<ImageBlock> blocks =
        List.of(
            RandomImages.block(3, 50, SHAPE, CLASSES),
            RandomImages.block(4, 33, SHAPE, CLASSES),
            RandomImages.block(5, 1, SHAPE, CLASSES));

    TrainingState one =
        train(spec("two-layer", 0.5, MOMENTUM, 8), blocks, MOMENTUM, 2, 3, new Heard());
    TrainingState two =
        train(spec("two-layer", 0.5, MOMENTUM, 8), blocks, MOMENTUM, 2, 3, new Heard());

    assertThat(two.parameters()).isEqualTo(one.parameters());
    assertThat(two.updaterState()).isEqualTo(one.updaterState());
    assertThat(two.average().value()).isEqualTo(one.average().value());
  }

  @Test
  void anEpochTakesEveryExampleOnceAndSaysSo() {
    List<ImageBlock> blocks =
        List.of(
            RandomImages.block(6, 50, SHAPE, CLASSES), RandomImages.block(7, 33, SHAPE, CLASSES));
    Heard heard = new Heard();

    TrainingState end = train(spec("softmax", 0, MOMENTUM, 8), blocks, MOMENTUM, 3, 2, heard);

    assertThat(heard.rounds).hasSize(6);
    assertThat(heard.rounds.stream().mapToLong(RoundRecord::examples).sum()).isEqualTo(2 * 83);
    assertThat(heard.rounds.stream().map(RoundRecord::validated))
        .containsExactly(false, false, true, false, false, true);
    assertThat(heard.rounds.get(0).learningRate()).isEqualTo(0.01);
    assertThat(heard.rounds.get(5).learningRate()).isEqualTo(0.0025);
    assertThat(heard.epochs).hasSize(2);
    assertThat(end.epochs()).isEqualTo(2);
    assertThat(end.rounds()).isEqualTo(6);
    assertThat(end.globalStep()).isEqualTo(14);
  }

  @Test
  void trainingLowersTheLoss() {
    List<ImageBlock> blocks =
        List.of(
            RandomImages.block(8, 128, SHAPE, CLASSES), RandomImages.block(9, 128, SHAPE, CLASSES));
    Optimization constant = new Optimization(0.01, 1, 0, 0.9);
    Heard heard = new Heard();

    train(spec("convnet", 0.2, constant, 16), blocks, constant, 4, 6, heard);

    double first = heard.rounds.get(0).loss();
    double last = heard.rounds.get(heard.rounds.size() - 1).loss();
    assertThat(last).isLessThan(first / 2);
  }

  @Test
  void anInfiniteLossStopsTheRunAndSaysWhatToTry() {
    Optimization wild = new Optimization(1e12, 1, 0, 0.9);
    ReplicaSpec spec = spec("two-layer", 0, wild, 8);

    assertThatThrownBy(
            () ->
                train(
                    spec,
                    List.of(RandomImages.block(10, 64, SHAPE, CLASSES)),
                    wild,
                    4,
                    5,
                    new Heard()))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("train.learningRate.initial");
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
