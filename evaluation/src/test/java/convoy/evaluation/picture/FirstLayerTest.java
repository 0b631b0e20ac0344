// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.ImageShape;
import convoy.training.model.GradientClipping;
import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import convoy.training.model.Optimization;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FirstLayerTest {
  private static final ImageShape SHAPE = new ImageShape(3, 4, 5);

  private static ComputationGraph graph(String model, int hidden) {
    ModelSettings settings =
        new ModelSettings(model, hidden, 0, 0, false, SHAPE, List.of("a", "b", "c", "d"));
    ComputationGraph graph =
        new ComputationGraph(
            Models.configuration(
                settings, new Optimization(0.1, 0.9, new GradientClipping.None()), 1));
    graph.init();
    return graph;
  }

  @Test
  void theFiltersOfAConvolutionAreItsWeights() {
    ComputationGraph graph = graph("convnet", 8);
    INDArray weights = graph.paramTable().get("first_W");

    Filters filters = FirstLayer.of(graph, SHAPE).orElseThrow();

    assertThat(filters.count()).isEqualTo(32);
    assertThat(filters.shape()).isEqualTo(new ImageShape(3, 3, 3));
    for (int n = 0; n < 32; n++) {
      for (int c = 0; c < 3; c++) {
        for (int y = 0; y < 3; y++) {
          for (int x = 0; x < 3; x++) {
            assertThat(filters.weights()[((n * 3 + c) * 3 + y) * 3 + x])
                .isEqualTo(weights.getFloat(n, c, y, x));
          }
        }
      }
    }
  }

  /** What the first layer makes of an image with a single pixel is that pixel's weights. */
  @ParameterizedTest
  @CsvSource({"softmax, 4", "two-layer, 6"})
  void aTemplateHasEachPixelsWeightAtThePixelsPlace(String model, int units) {
    ComputationGraph graph = graph(model, 6);
    Filters filters = FirstLayer.of(graph, SHAPE).orElseThrow();

    assertThat(filters.count()).isEqualTo(units);
    assertThat(filters.shape()).isEqualTo(SHAPE);
    INDArray black = sums(graph, Nd4j.zeros(DataType.FLOAT, 1, 3, 4, 5));
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 4; y++) {
        for (int x = 0; x < 5; x++) {
          INDArray image = Nd4j.zeros(DataType.FLOAT, 1, 3, 4, 5);
          image.putScalar(new int[] {0, c, y, x}, 1);
          INDArray change = sums(graph, image).sub(black);
          for (int unit = 0; unit < units; unit++) {
            assertThat(filters.weights()[((unit * 3 + c) * 4 + y) * 5 + x])
                .isCloseTo(change.getFloat(0, unit), within(1e-6f));
          }
        }
      }
    }
  }

  /** The first layer's weighted sums, which it returns when it has no activation. */
  private static INDArray sums(ComputationGraph graph, INDArray image) {
    BaseLayer layer = (BaseLayer) graph.getLayer(Models.FIRST_LAYER).conf().getLayer();
    layer.setActivationFn(new ActivationIdentity());
    return graph.feedForward(image, false).get(Models.FIRST_LAYER);
  }

  @Test
  void noMoreThan144TemplatesAreShownAndTheyAreTheFirst() {
    ComputationGraph graph = graph("two-layer", 150);

    Filters filters = FirstLayer.of(graph, SHAPE).orElseThrow();

    assertThat(filters.count()).isEqualTo(144);
    assertThat(filters.weights()[143 * SHAPE.size()])
        .isEqualTo(graph.paramTable().get("first_W").getFloat(0, 143));
  }

  @Test
  void aNetworkOfOtherLayersHasNone() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("image")
                .addLayer("other", new OutputLayer.Builder().nIn(2).nOut(2).build(), "image")
                .setOutputs("other")
                .build());
    graph.init();

    assertThat(FirstLayer.of(graph, SHAPE)).isEmpty();
  }
}
