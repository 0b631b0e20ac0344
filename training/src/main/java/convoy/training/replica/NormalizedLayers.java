// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.training.normalization.BatchNormLayout;
import convoy.training.normalization.ChannelMoments;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Finds the batch normalizations of a network, and looks at what they get. */
final class NormalizedLayers {
  private NormalizedLayers() {}

  /** Whether a network has any, by its configuration. */
  static boolean any(ReplicaSpec spec) {
    return ComputationGraphConfiguration.fromJson(spec.network()).getVertices().values().stream()
        .anyMatch(
            vertex ->
                vertex instanceof LayerVertex layer
                    && layer.getLayerConf().getLayer()
                        instanceof org.deeplearning4j.nn.conf.layers.BatchNormalization);
  }

  /**
   * Where their running statistics lie: Deeplearning4j keeps them among the parameters, each
   * layer's gamma, beta, means and variances one after the other, the layers in topological order.
   */
  static BatchNormLayout of(ComputationGraph graph) {
    List<BatchNormLayout.Layer> found = new ArrayList<>();
    int from = 0;
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      Layer layer = vertex.getLayer();
      int parameters = layer == null ? 0 : Math.toIntExact(layer.numParams());
      if (layer instanceof BatchNormalization) {
        if (layer.getParam(BatchNormalizationParamInitializer.GLOBAL_VAR) == null) {
          throw new IllegalStateException(
              "layer %s keeps the logarithm of its deviations, which do not merge"
                  .formatted(vertex.getVertexName()));
        }
        int channels = parameters / 4;
        found.add(
            new BatchNormLayout.Layer(
                vertex.getVertexName(), from + 2 * channels, from + 3 * channels, channels));
      }
      from += parameters;
    }
    return found.isEmpty() ? BatchNormLayout.NONE : new BatchNormLayout(List.copyOf(found));
  }

  /**
   * The moments of what each of them gets, by channel, where those before it normalize by the
   * minibatch.
   *
   * @param features {@code [n, channels, height, width]}, a minibatch
   */
  static List<ChannelMoments> inputs(
      ComputationGraph graph, BatchNormLayout layout, INDArray features) {
    List<String> before =
        layout.layers().stream()
            .map(layer -> graph.getConfiguration().getVertexInputs().get(layer.name()).get(0))
            .toList();
    return new ForwardPass(graph, before, true).of(features, NormalizedLayers::moments);
  }

  private static ChannelMoments moments(INDArray activations) {
    int channels = Math.toIntExact(activations.size(1));
    int plane = Math.toIntExact(activations.length() / activations.size(0)) / channels;
    return ChannelMoments.of(FlatArrays.copy(activations), channels, plane);
  }
}
