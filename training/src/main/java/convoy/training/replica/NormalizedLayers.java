// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.training.normalization.BatchNormLayout;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;

/** Finds the batch normalizations of a network. */
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
}
