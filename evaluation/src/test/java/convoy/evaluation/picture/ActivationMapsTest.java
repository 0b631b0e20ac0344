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
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ActivationMapsTest {
  private static final ImageShape SHAPE = new ImageShape(3, 8, 12);

  private static ComputationGraph graph(String model) {
    ModelSettings settings =
        new ModelSettings(model, 5, 0, 0, false, SHAPE, List.of("a", "b", "c"));
    ComputationGraph graph =
        new ComputationGraph(
            Models.configuration(
                settings, new Optimization(0.1, 0.9, new GradientClipping.None()), 1));
    graph.init();
    return graph;
  }

  private static INDArray image() {
    Nd4j.getRandom().setSeed(7);
    return Nd4j.randn(DataType.FLOAT, 1, 3, 8, 12);
  }

  @Test
  void everyLayerOfPlanesHasItsMapsInOrder() {
    List<ActivationMaps> layers = ActivationMaps.of(graph("convnet"), image());

    assertThat(layers)
        .extracting(layer -> layer.maps().count())
        .containsExactly(32, 32, 32, 64, 64, 64);
    assertThat(layers)
        .extracting(layer -> layer.maps().shape())
        .startsWith(new ImageShape(1, 8, 12), new ImageShape(1, 8, 12), new ImageShape(1, 4, 6))
        .endsWith(new ImageShape(1, 2, 3));
    assertThat(layers.get(0).layer()).isEqualTo(Models.FIRST_LAYER);
  }

  /** The ReLU of the filter's sum of products around the pixel, and zeros beyond the border. */
  @Test
  void aMapIsWhatItsFilterMakesOfTheImage() {
    ComputationGraph graph = graph("convnet");
    INDArray image = image();
    INDArray weights = graph.paramTable().get(Models.FIRST_LAYER + "_W");

    ActivationMaps first = ActivationMaps.of(graph, image).get(0);

    int zeros = 0;
    for (int filter = 0; filter < 32; filter++) {
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 12; x++) {
          double sum = 0;
          for (int c = 0; c < 3; c++) {
            for (int dy = -1; dy <= 1; dy++) {
              for (int dx = -1; dx <= 1; dx++) {
                if (y + dy >= 0 && y + dy < 8 && x + dx >= 0 && x + dx < 12) {
                  sum +=
                      weights.getDouble(filter, c, dy + 1, dx + 1)
                          * image.getDouble(0, c, y + dy, x + dx);
                }
              }
            }
          }
          float shown = first.maps().weights()[(filter * 8 + y) * 12 + x];
          assertThat((double) shown).isCloseTo(Math.max(0, sum), within(1e-4));
          zeros += shown == 0 ? 1 : 0;
        }
      }
    }
    assertThat(first.zeros()).isEqualTo(zeros / (32.0 * 8 * 12)).isBetween(0.2, 0.8);
  }

  @Test
  void noMoreThan64MapsAreDrawnInTheLayersRange() {
    float[] values = new float[65];
    values[1] = 1;
    values[2] = 2;
    values[64] = 4;
    PngImage grid =
        new ActivationMaps("l", new Filters(values, 65, new ImageShape(1, 1, 1)), 0).grid();

    // 12 columns, and 6 rows, of one pixel with a line around it.
    assertThat(grid.width()).isEqualTo(25);
    assertThat(grid.height()).isEqualTo(13);
    assertThat(grid.rgb()[25 + 1]).isZero();
    assertThat(grid.rgb()[25 + 3]).isEqualTo(0x404040);
    assertThat(grid.rgb()[25 + 5]).isEqualTo(0x808080);
  }

  @Test
  void aNetworkWithoutPlanesHasNone() {
    assertThat(ActivationMaps.of(graph("two-layer"), image())).isEmpty();
  }
}
