// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.augment.View;
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
import convoy.training.monitor.Validation;
import convoy.training.normalization.BatchNormLayout;
import convoy.training.onednn.Blocks;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaSpec;
import convoy.training.schedule.LearningRate;
import convoy.training.schedule.Plateau;
import convoy.training.schedule.Sampling;
import convoy.training.schedule.SyncSchedule;
import convoy.training.schedule.Trigger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Running statistics from the training split, against naive ones over all values at once. */
class RecalibrationJobTest {
  private static final ImageShape SHAPE = new ImageShape(3, 8, 8);
  private static final int CLASSES = 4;
  private static final int BATCH = 16;
  private static final Preprocessor CENTRED =
      Chain.of(
          new Centring(SHAPE.size(), new float[] {128}),
          new Scaling(SHAPE.size(), new float[] {64}));
  private static final ImageBlock ONE = RandomImages.block(1, 50, SHAPE, CLASSES);
  private static final ImageBlock TWO = RandomImages.block(2, 37, SHAPE, CLASSES);
  private static final ImageBlock EMPTY = RandomImages.block(3, 0, SHAPE, CLASSES);

  private static ReplicaSpec spec(boolean batchNorm) {
    ModelSettings settings =
        new ModelSettings("convnet", 16, 0.5, 1e-3, batchNorm, SHAPE, List.of("a", "b", "c", "d"));
    return new ReplicaSpec(
        UUID.randomUUID().toString(),
        Models.configuration(settings, new Optimization(0.02, 0.9, new GradientClipping.None()), 7)
            .toJson(),
        CENTRED,
        SHAPE,
        CLASSES,
        BATCH,
        7);
  }

  private static List<float[]> recalibrate(
      ReplicaSpec spec, List<float[]> parameters, ImageBlock... blocks) {
    var rdd = LocalSpark.context().parallelize(List.of(blocks), blocks.length);
    return RecalibrationJob.run(LocalSpark.context(), rdd, spec, parameters);
  }

  private static float[] initial(ReplicaSpec spec) {
    try (Replica replica = new Replica(spec)) {
      return replica.parameters();
    }
  }

  private static float[] scaled(float[] parameters, float factor) {
    float[] scaled = parameters.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return scaled;
  }

  /** {@code [n, channels, height, width]} as the network sees the images. */
  private static INDArray features(ImageBlock block, int from, int to) {
    float[] pixels = new float[(to - from) * SHAPE.size()];
    for (int i = from; i < to; i++) {
      block.copyImage(i, pixels, (i - from) * SHAPE.size());
    }
    CENTRED.apply(pixels, to - from);
    return Nd4j.create(pixels, new long[] {to - from, 3, 8, 8}, 'c');
  }

  /** Mean and variance of a channel over all values of several arrays, which are joined first. */
  private static double[] naive(List<INDArray> outputs, int channel) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (float[] values : planes(outputs, channel)) {
      for (float value : values) {
        sum += value;
        count++;
      }
    }
    double mean = sum / count;
    for (float[] values : planes(outputs, channel)) {
      for (float value : values) {
        squares += (value - mean) * (value - mean);
      }
    }
    return new double[] {mean, squares / count};
  }

  private static List<float[]> planes(List<INDArray> outputs, int channel) {
    List<float[]> planes = new ArrayList<>();
    for (INDArray output : outputs) {
      INDArray channels = Blocks.copyInRows(output).get(all(), point(channel), all(), all());
      planes.add(channels.dup('c').reshape(-1).toFloatVector());
    }
    return planes;
  }

  private static void assertNaive(
      float[] actual, BatchNormLayout.Layer layer, List<INDArray> outputs) {
    for (int c = 0; c < layer.channels(); c++) {
      double[] expected = naive(outputs, c);
      assertThat((double) actual[layer.mean() + c])
          .isCloseTo(expected[0], within(1e-6 * (1 + Math.abs(expected[0]))));
      assertThat((double) actual[layer.variance() + c])
          .isCloseTo(expected[1], within(1e-6 * (1 + expected[1])));
    }
  }

  /** Of 50 images in minibatches of 12 and 13, and 37 in three of 12 and 13. */
  @Test
  void everyLayerGetsTheStatisticsOfAllValuesThatItSees() {
    ReplicaSpec spec = spec(true);
    float[] start = initial(spec);
    List<float[]> sets = List.of(start, scaled(start, 1.5f));

    List<float[]> recalibrated = recalibrate(spec, sets, ONE, EMPTY, TWO);

    try (Replica replica = new Replica(spec)) {
      List<BatchNormLayout.Layer> layers = replica.batchNorm().layers();
      for (int set = 0; set < 2; set++) {
        replica.load(sets.get(set));
        List<INDArray> first = new ArrayList<>();
        List<INDArray> last = new ArrayList<>();
        for (INDArray minibatch :
            List.of(
                features(ONE, 0, 12),
                features(ONE, 12, 25),
                features(ONE, 25, 37),
                features(ONE, 37, 50),
                features(TWO, 0, 12),
                features(TWO, 12, 24),
                features(TWO, 24, 37))) {
          first.add(replica.graph().feedForward(minibatch, false).get("first"));
          last.add(replica.graph().feedForward(minibatch, true).get("conv4"));
        }
        assertNaive(recalibrated.get(set), layers.get(0), first);
        assertNaive(recalibrated.get(set), layers.get(3), last);
      }
    }
  }

  @Test
  void whatIsLearnedStaysAsItIs() {
    ReplicaSpec spec = spec(true);
    float[] start = initial(spec);
    float[] before = start.clone();
    BatchNormLayout layout = Replica.batchNorm(spec);

    float[] recalibrated = recalibrate(spec, List.of(start), ONE).get(0);

    assertThat(layout.without(recalibrated)).isEqualTo(layout.without(start));
    assertThat(recalibrated).isNotEqualTo(start);
    assertThat(start).isEqualTo(before);
  }

  /** With the statistics of one minibatch, evaluation is what training is but for dropout. */
  @Test
  void theNetworkAnswersInEvaluationAsItDidInTraining() {
    ReplicaSpec spec = spec(true);
    ImageBlock minibatch = RandomImages.part(ONE, 0, BATCH);

    float[] recalibrated = recalibrate(spec, List.of(initial(spec)), minibatch).get(0);

    try (Replica replica = new Replica(spec)) {
      replica.load(recalibrated);
      INDArray images = features(minibatch, 0, BATCH);
      float[] training =
          replica.graph().feedForward(images, true).get("pool2").dup().reshape(-1).toFloatVector();
      float[] evaluation =
          replica.graph().feedForward(images, false).get("pool2").dup().reshape(-1).toFloatVector();
      assertThat(evaluation).containsExactly(training, within(1e-4f));
    }
  }

  @Test
  void theSameWorkersGiveTheSameBits() {
    List<float[]> sets = List.of(initial(spec(true)));

    float[] once = recalibrate(spec(true), sets, ONE, TWO).get(0);

    assertThat(recalibrate(spec(true), sets, ONE, TWO).get(0)).isEqualTo(once);
    assertThat(recalibrate(spec(true), sets, EMPTY, ONE, TWO, EMPTY).get(0)).isEqualTo(once);
    assertThat(recalibrate(spec(true), sets, TWO).get(0)).isNotEqualTo(once);
  }

  @Test
  void noImagesAreAnError() {
    ReplicaSpec spec = spec(true);

    assertThatIllegalStateException()
        .isThrownBy(() -> recalibrate(spec, List.of(initial(spec)), EMPTY))
        .withMessageContaining("no values");
  }

  @Test
  void aNetworkWithoutBatchNormalizationIsLeftAlone() {
    ReplicaSpec spec = spec(false);
    List<float[]> sets = List.of(initial(spec));

    assertThat(recalibrate(spec, sets, ONE)).isSameAs(sets);
  }

  /** Of parameters that are far from one another, whose statistics belong to neither average. */
  @Test
  void aRecalibratedAverageDoesBetter() {
    ReplicaSpec spec = spec(true);
    float[] trained = train(spec, List.of(ONE, TWO)).parameters();
    float[] average = EpochMean.NONE.add(initial(spec)).add(trained).value();

    float[] recalibrated = recalibrate(spec, List.of(average), ONE, TWO).get(0);

    List<Double> losses = losses(spec, List.of(average, recalibrated));
    assertThat(losses.get(1)).isLessThan(losses.get(0));
  }

  private static TrainingState train(ReplicaSpec spec, List<ImageBlock> blocks) {
    TrainingPlan plan =
        new TrainingPlan(
            blocks.stream().map(block -> (long) block.count()).toList(),
            BATCH,
            new LearningRate.Constant(0.02),
            Plateau.NONE,
            new SyncSchedule.Every(2),
            new OuterOptimizer.Average(),
            100,
            Sampling.NONE,
            new Trigger.Epochs(1),
            new Trigger.MaxEpochs(4));
    var rdd = LocalSpark.context().parallelize(blocks, blocks.size());
    try (Workers workers = new Workers(LocalSpark.context(), rdd, spec)) {
      TrainingState start =
          TrainingState.start(
              initial(spec), new ParameterAverages.Settings(0.95, 1, 1), blocks.size());
      return new AveragingLoop(workers, plan, parameters -> Validation.NONE, end -> {}).run(start);
    }
  }

  /** Mean cross-entropy on the training images of each set of parameters. */
  private static List<Double> losses(ReplicaSpec spec, List<float[]> sets) {
    double[] sums = new double[sets.size()];
    try (Replica replica = new Replica(spec)) {
      List<float[]> seen = replica.seen(ONE, View.AS_IT_IS);
      for (int set = 0; set < sums.length; set++) {
        replica.load(sets.get(set));
        float[] probabilities = replica.probabilities(seen);
        for (int i = 0; i < ONE.count(); i++) {
          sums[set] -= Math.log(probabilities[i * CLASSES + ONE.label(i)]) / ONE.count();
        }
      }
    }
    return Arrays.stream(sums).boxed().toList();
  }
}
