// SPDX-License-Identifier: Apache-2.0
package convoy.training.model;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.ImageShape;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkSizeTest {
  @ParameterizedTest
  @CsvSource({
    "softmax, false, 0.9",
    "svm, false, 0.9",
    "two-layer, false, 0",
    "convnet, false, 0.9",
    "convnet, true, 0.9",
    "convnet, true, 0"
  })
  void itIsThatOfTheNetworkThatIsBuilt(String name, boolean batchNorm, double momentum) {
    ModelSettings model =
        new ModelSettings(
            name, 7, 0, 1e-3, batchNorm, new ImageShape(3, 9, 10), List.of("a", "b", "c"));
    ComputationGraphConfiguration network =
        Models.configuration(
            model, new Optimization(0.1, momentum, new GradientClipping.None()), 1);
    NetworkSize size = NetworkSize.of(network);
    ComputationGraph graph = new ComputationGraph(network);
    graph.init();

    assertThat(size)
        .isEqualTo(
            new NetworkSize(graph.numParams(), graph.getUpdater().getStateViewArray().length()));
    graph.close();
  }
}
