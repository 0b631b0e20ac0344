// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.shard.ImageBlock;
import convoy.training.RandomImages;
import convoy.training.monitor.DeadUnits;
import convoy.training.monitor.Distribution;
import convoy.training.monitor.LayerSample;
import convoy.training.onednn.Blocks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LayerWatchTest {
  private static final ImageBlock BLOCK =
      RandomImages.block(1, 20, SmallNetworks.SHAPE, SmallNetworks.CLASSES);
  private static final int[] IMAGES = {3, 1, 4, 15, 9, 2};

  private static List<LayerSample> watch(Replica replica) {
    List<LayerSample> layers = new ArrayList<>();
    replica.watchedStep(BLOCK, IMAGES, 0, layers);
    return layers;
  }

  private static double inAll(List<LayerSample> layers, ToDoubleFunction<LayerSample> norm) {
    return Math.sqrt(layers.stream().mapToDouble(norm).map(value -> value * value).sum());
  }

  @Test
  void everyLayerWithParametersIsSeen() {
    assertThat(watch(new Replica(SmallNetworks.spec("convnet", 0.5, 1))))
        .extracting(LayerSample::layer)
        .containsExactly("first", "conv2", "conv3", "conv4", "hidden", "scores");
    assertThat(watch(new Replica(SmallNetworks.spec("softmax", 0, 1))))
        .extracting(LayerSample::layer)
        .containsExactly("first");
    assertThat(watch(new Replica(SmallNetworks.spec("batch-norm", 0.5, 1))))
        .extracting(LayerSample::layer)
        .startsWith("first", "first-norm", "first-relu", "conv2", "conv2-norm", "conv2-relu");
  }

  @ParameterizedTest
  @FieldSource("convoy.training.model.Models#NAMES")
  void normsAreThoseOfTheLayersOwnParameters(String model) {
    Replica replica = new Replica(SmallNetworks.spec(model, 0.5, 1));
    Map<String, INDArray> before = new HashMap<>();
    for (var layer : replica.graph().getLayers()) {
      if (layer.params() == null) {
        continue;
      }
      before.put(layer.conf().getLayer().getLayerName(), layer.params().dup());
    }

    for (LayerSample sample : watch(replica)) {
      INDArray start = before.get(sample.layer());
      INDArray end = replica.graph().getLayer(sample.layer()).params();
      double change = start.sub(end).norm2Number().doubleValue();
      assertThat(sample.parameterNorm()).isCloseTo(start.norm2Number().doubleValue(), within(1e-4));
      assertThat(sample.updateNorm()).isPositive().isCloseTo(change, within(1e-5 + 1e-3 * change));
      assertThat(sample.updateRatio())
          .isCloseTo(change / start.norm2Number().doubleValue(), within(1e-3));
    }
  }

  /** Nesterov's first step with momentum 0.9 is 1.9 times the rate times the mean gradient. */
  @ParameterizedTest
  @FieldSource("convoy.training.replica.SmallNetworks#ALL")
  void theGradientIsTheMeanOverTheMinibatchBeforeTheUpdater(String model) {
    Replica replica = new Replica(SmallNetworks.spec(model, 0.5, 1));
    replica.learningRate(0.01);

    List<LayerSample> layers = watch(replica);

    for (LayerSample layer : layers) {
      if (layer.gradient().count() == 0) {
        continue; // a ReLU that is a layer of its own
      }
      assertThat(layer.updateNorm() / layer.gradient().norm())
          .as(layer.layer())
          .isCloseTo(0.019, within(1e-6));
    }
    assertThat(inAll(layers, layer -> layer.gradient().norm())).isPositive();
  }

  @ParameterizedTest
  @FieldSource("convoy.training.model.Models#NAMES")
  void activationsAreThoseOfAnotherForwardPass(String model) {
    Replica replica = new Replica(SmallNetworks.spec(model, 0, 1));
    Minibatch minibatch = new Minibatch(replica.spec());
    minibatch.fill(BLOCK, IMAGES);
    Map<String, INDArray> passed = replica.graph().feedForward(minibatch.features(), false);

    for (LayerSample sample : watch(replica)) {
      if (Double.isNaN(sample.deadShare())) {
        assertThat(sample.activation().count())
            .isEqualTo((long) IMAGES.length * SmallNetworks.CLASSES);
      } else {
        INDArray output = Blocks.copyInRows(passed.get(sample.layer()));
        float[] values = FlatArrays.copy(output);
        Distribution naive = Distribution.of(values, 0, values.length);
        assertThat(sample.activation().mean()).isCloseTo(naive.mean(), within(1e-6));
        assertThat(sample.activation().deviation()).isCloseTo(naive.deviation(), within(1e-6));
        int units = (int) output.size(1);
        assertThat(sample.deadShare())
            .isEqualTo(DeadUnits.share(values, units, values.length / IMAGES.length / units));
      }
    }
  }

  @ParameterizedTest
  @FieldSource("convoy.training.replica.SmallNetworks#ALL")
  void beingWatchedChangesNoBit(String model) {
    ReplicaSpec spec = SmallNetworks.spec(model, 0.5, 1);
    Replica alone = new Replica(spec);
    Replica watched = new Replica(spec);

    Nd4j.getRandom().setSeed(5);
    LossSum expected = LossSum.ZERO;
    for (int step = 0; step < 3; step++) {
      expected = expected.add(alone.step(BLOCK, IMAGES, 0));
    }
    Nd4j.getRandom().setSeed(5);
    LossSum loss = LossSum.ZERO;
    for (int step = 0; step < 3; step++) {
      loss = loss.add(watched.watchedStep(BLOCK, IMAGES, 0, new ArrayList<>()));
    }

    assertThat(loss).isEqualTo(expected);
    assertThat(watched.parameters()).isEqualTo(alone.parameters());
    assertThat(watched.updaterState()).isEqualTo(alone.updaterState());
  }
}
