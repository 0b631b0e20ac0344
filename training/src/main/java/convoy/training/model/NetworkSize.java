// SPDX-License-Identifier: Apache-2.0
package convoy.training.model;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;

/**
 * How many numbers a network consists of, counted without building it.
 *
 * @param parameters of all layers
 * @param updaterState the momentum of every parameter but the running statistics of batch
 *     normalization, which no updater moves
 */
public record NetworkSize(long parameters, long updaterState) {
  /** The size of a network of this configuration. */
  public static NetworkSize of(ComputationGraphConfiguration network) {
    long parameters = 0;
    long statistics = 0;
    for (GraphVertex vertex : network.getVertices().values()) {
      parameters = Math.addExact(parameters, vertex.numParams(false));
      if (vertex instanceof LayerVertex layer
          && layer.getLayerConf().getLayer() instanceof BatchNormalization norm) {
        statistics += 2 * norm.getNOut();
      }
    }
    return new NetworkSize(parameters, parameters - statistics);
  }
}
