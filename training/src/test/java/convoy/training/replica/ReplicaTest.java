// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.augment.View;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.RandomImages;
import convoy.training.normalization.BatchNormLayout;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ReplicaTest {
  private static final ImageBlock BLOCK =
      RandomImages.block(1, 20, SmallNetworks.SHAPE, SmallNetworks.CLASSES);

  private static float[] random(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  @ParameterizedTest
  @FieldSource("convoy.training.replica.SmallNetworks#ALL")
  void anImagesProbabilitiesDoNotDependOnItsMinibatch(String model) {
    Replica replica = new Replica(SmallNetworks.spec(model, 0.5, 1));

    float[] full = probabilities(replica, IntStream.range(0, 8).toArray());
    float[] partial = probabilities(replica, 6, 1, 3);

    assertThat(partial).containsExactly(rows(full, 6, 1, 3), within(1e-6f));
    assertThat(rows(full, 1)).isNotEqualTo(rows(full, 3));
  }

  /** Of some images of the block, under the parameters that are loaded. */
  private static float[] probabilities(Replica replica, int... images) {
    ImageBlock picked = RandomImages.pick(BLOCK, images);
    return replica.probabilities(replica.seen(picked, View.AS_IT_IS));
  }

  private static float[] rows(float[] probabilities, int... rows) {
    float[] picked = new float[rows.length * SmallNetworks.CLASSES];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(
          probabilities,
          rows[i] * SmallNetworks.CLASSES,
          picked,
          i * SmallNetworks.CLASSES,
          SmallNetworks.CLASSES);
    }
    return picked;
  }

  @Test
  void whatWasSeenIsShownToOneSetOfParametersAfterTheOther() {
    Replica replica = new Replica(SmallNetworks.spec("softmax", 0, 1));
    float[] one = random(1, replica.parameters().length);
    List<float[]> seen = replica.seen(BLOCK, View.AS_IT_IS);
    assertThat(seen).hasSize(3); // 8, 8 and 4 images

    replica.load(one);
    float[] first = replica.probabilities(seen);
    replica.load(random(2, one.length));
    float[] second = replica.probabilities(seen);
    replica.load(one);

    assertThat(first).hasSize(20 * SmallNetworks.CLASSES).isNotEqualTo(second);
    assertThat(replica.probabilities(seen)).isEqualTo(first);
    assertThat(rows(first, 9, 19)).containsExactly(probabilities(replica, 9, 19), within(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(strings = {"two-layer", "convnet", "batch-norm"})
  void codesAreWhatDeeplearning4jsOutputLayerTakes(String model) {
    ReplicaSpec spec = SmallNetworks.spec(model, 0.5, 1);
    Replica replica = new Replica(spec);
    ComputationGraph plain = Replica.ofDeeplearning4j(spec).graph();
    String last = model.equals("two-layer") ? "first" : "hidden";
    List<float[]> seen = replica.seen(BLOCK, View.AS_IT_IS);

    float[] codes = replica.codes(seen);

    assertThat(codes).hasSize(20 * 16);
    int from = 0;
    for (float[] images : seen) {
      INDArray features = Nd4j.create(images, new long[] {images.length / 192, 3, 8, 8}, 'c');
      float[] taken = FlatArrays.copy(plain.feedForward(features, false).get(last).dup('c'));
      float[] own = Arrays.copyOfRange(codes, from, from + taken.length);
      assertThat(own).containsExactly(taken, within(1e-4f));
      from += taken.length;
    }
    assertThat(from).isEqualTo(codes.length);
    assertThat(codes).contains(0f); // a ReLU
    assertThat(Arrays.copyOfRange(codes, 16, 32)).isNotEqualTo(Arrays.copyOf(codes, 16));
    assertThat(replica.codes(seen)).isEqualTo(codes);
  }

  @Test
  void aLinearModelHasNoCodes() {
    Replica replica = new Replica(SmallNetworks.spec("softmax", 0, 1));

    assertThatIllegalStateException()
        .isThrownBy(() -> replica.codes(replica.seen(BLOCK, View.AS_IT_IS)))
        .withMessageContaining("no layer before its output");
  }

  @Test
  void aViewIsWhatTheNetworkSees() {
    Replica replica = new Replica(SmallNetworks.spec("two-layer", 0, 1));
    View mirrored = new View(true, 0, 0);

    float[] plain = replica.seen(BLOCK, View.AS_IT_IS).get(0);
    float[] turned = replica.seen(BLOCK, mirrored).get(0);

    int width = SmallNetworks.SHAPE.width();
    for (int i = 0; i < plain.length; i++) {
      assertThat(turned[i - i % width + width - 1 - i % width]).isEqualTo(plain[i]);
    }
    assertThat(turned).isNotEqualTo(plain);
  }

  @ParameterizedTest
  @FieldSource("convoy.training.model.Models#NAMES")
  void whatIsLoadedIsWhatComesBack(String model) {
    Replica replica = new Replica(SmallNetworks.spec(model, 0, 1));
    float[] parameters = random(3, replica.parameters().length);
    float[] updaterState = random(4, replica.updaterState().length);

    replica.load(parameters, updaterState, 7);

    assertThat(replica.parameters()).isEqualTo(parameters);
    assertThat(replica.updaterState()).isEqualTo(updaterState).hasSameSizeAs(parameters);
  }

  @Test
  void whatComesBackIsACopy() {
    Replica replica = new Replica(SmallNetworks.spec("softmax", 0, 1));
    float[] before = replica.parameters();
    float[] kept = before.clone();

    replica.step(BLOCK, new int[] {0, 1}, 0);

    assertThat(before).isEqualTo(kept).isNotEqualTo(replica.parameters());
  }

  @Test
  void theSeedAloneDecidesTheInitialParameters() {
    float[] parameters = new Replica(SmallNetworks.spec("convnet", 0.5, 1)).parameters();

    assertThat(new Replica(SmallNetworks.spec("convnet", 0.5, 1)).parameters())
        .isEqualTo(parameters);
    assertThat(new Replica(SmallNetworks.spec("convnet", 0.5, 2)).parameters())
        .isNotEqualTo(parameters);
  }

  @Test
  void aStepIsAsLargeAsTheLearningRateThatWasSet() {
    Replica replica = new Replica(SmallNetworks.spec("softmax", 0, 1));
    float[] start = replica.parameters();

    float[] before = change(replica, start, 0.01);
    float[] after = change(replica, start, 0.0025);

    float largest = 0;
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isCloseTo(before[i] / 4, within(1e-6f));
      largest = Math.max(largest, Math.abs(before[i]));
    }
    assertThat(largest).isGreaterThan(1e-3f);
  }

  private static float[] change(Replica replica, float[] start, double learningRate) {
    replica.load(start, new float[start.length], 3);
    replica.learningRate(learningRate);
    replica.step(BLOCK, new int[] {0, 1, 2, 3}, 0);
    float[] change = replica.parameters();
    for (int i = 0; i < change.length; i++) {
      change[i] -= start[i];
    }
    return change;
  }

  /** With minibatches of different sizes and an evaluation between them. */
  @ParameterizedTest
  @FieldSource("convoy.training.replica.SmallNetworks#ALL")
  void whatConvolutionsKeepForTheWayBackChangesNoBit(String model) {
    assertThat(trained(model, CacheMode.DEVICE)).isEqualTo(trained(model, CacheMode.NONE));
  }

  private static float[] trained(String model, CacheMode cache) {
    Replica replica = Replica.ofDeeplearning4j(SmallNetworks.spec(model, 0, 1));
    replica.graph().setCacheMode(cache);
    replica.step(BLOCK, new int[] {0, 1, 2, 3, 4, 5, 6, 7}, 0);
    replica.step(BLOCK, new int[] {8, 9, 10}, 0);
    probabilities(replica, 3, 4, 5);
    replica.step(BLOCK, new int[] {11, 12, 13}, 0);
    return replica.parameters();
  }

  @Test
  void aStepReturnsTheMeanCrossEntropyBeforeTheUpdate() {
    Replica replica = new Replica(SmallNetworks.spec("two-layer", 0, 1));
    int[] images = {2, 9, 11};
    float[] probabilities = probabilities(replica, images);
    double loss = 0;
    int correct = 0;
    for (int i = 0; i < images.length; i++) {
      correct += highest(rows(probabilities, i)) == BLOCK.label(images[i]) ? 1 : 0;
      loss -= Math.log(probabilities[i * SmallNetworks.CLASSES + BLOCK.label(images[i])]);
    }

    LossSum step = replica.step(BLOCK, images, 0);
    assertThat(step.data()).isCloseTo(loss / images.length, within(1e-5));
    assertThat(step.regularization()).isZero();
    assertThat(step.correct()).isEqualTo(correct / 3.0);
  }

  @Test
  void aStepOfASupportVectorMachineReturnsTheMeanHingeLossBeforeTheUpdate() {
    Replica replica = new Replica(SmallNetworks.spec("svm", 0, 1));
    int[] images = {2, 9, 11};
    float[] scores = probabilities(replica, images);
    double loss = 0;
    for (int i = 0; i < images.length; i++) {
      float[] row = rows(scores, i);
      float own = row[BLOCK.label(images[i])];
      loss -= 1; // of its own class below
      for (float score : row) {
        loss += Math.max(0, score - own + 1);
      }
    }

    LossSum step = replica.step(BLOCK, images, 0);
    assertThat(step.data()).isCloseTo(loss / images.length, within(1e-5));
    assertThat(replica.step(BLOCK, images, 0).data()).isPositive().isLessThan(step.data());
  }

  private static int highest(float[] row) {
    return IntStream.range(0, row.length).reduce((a, b) -> row[b] > row[a] ? b : a).orElseThrow();
  }

  /** All models, and a learning rate that leaves everything as it is. */
  @ParameterizedTest
  @FieldSource("convoy.training.model.Models#NAMES")
  void theScoresOfAStepAreThoseOfTheNetwork(String model) {
    Replica replica = new Replica(SmallNetworks.spec(model, 0, 1));
    replica.learningRate(0);
    int[] images = IntStream.range(0, 7).toArray();
    float[] probabilities = probabilities(replica, images);
    long correct =
        IntStream.of(images)
            .filter(i -> highest(rows(probabilities, i)) == BLOCK.label(images[i]))
            .count();

    assertThat(replica.step(BLOCK, images, 0).correct()).isEqualTo(correct / 7.0);
  }

  @Test
  void runningStatisticsAreFoundWhereDeeplearning4jKeepsThem() {
    ReplicaSpec spec = SmallNetworks.spec("batch-norm", 0, 1);
    Replica replica = new Replica(spec);
    BatchNormLayout layout = replica.batchNorm();
    float[] parameters = new float[replica.parameters().length];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = i;
    }

    replica.load(parameters);

    assertThat(layout).isEqualTo(Replica.batchNorm(spec));
    assertThat(layout.layers())
        .extracting(BatchNormLayout.Layer::name)
        .containsExactly("first-norm", "conv2-norm", "conv3-norm", "conv4-norm");
    for (BatchNormLayout.Layer layer : layout.layers()) {
      float[] means = replica.graph().getLayer(layer.name()).getParam("mean").toFloatVector();
      float[] variances = replica.graph().getLayer(layer.name()).getParam("var").toFloatVector();
      assertThat(means).hasSize(layer.channels()).startsWith(layer.mean());
      assertThat(variances).hasSize(layer.channels()).startsWith(layer.variance());
    }
  }

  @Test
  void networksWithoutBatchNormalizationHaveNoRunningStatistics() {
    ReplicaSpec spec = SmallNetworks.spec("convnet", 0, 1);

    assertThat(new Replica(spec).batchNorm()).isSameAs(BatchNormLayout.NONE);
    assertThat(Replica.batchNorm(spec)).isSameAs(BatchNormLayout.NONE);
  }

  @Test
  void arraysOfAnotherLengthAreRefused() {
    Replica replica = new Replica(SmallNetworks.spec("softmax", 0, 1));
    float[] parameters = replica.parameters();
    float[] state = replica.updaterState();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> replica.load(Arrays.copyOf(parameters, parameters.length - 1)))
        .withMessage("the network takes 772 values, not 771");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> replica.load(parameters, Arrays.copyOf(state, state.length + 1), 0))
        .withMessage("the network takes 772 values, not 773");
  }
}
