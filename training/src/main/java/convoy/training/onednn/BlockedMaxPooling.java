// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a max-pooling that {@link BlockedMaxPoolingLayer} computes. */
@SuppressWarnings("serial")
public final class BlockedMaxPooling extends SubsamplingLayer {
  /** For {@link FastNetwork}, which fills in the settings of a pooling of Deeplearning4j's. */
  BlockedMaxPooling() {}

  @Override
  public Layer instantiate(
      NeuralNetConfiguration settings,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return FastNetwork.ready(
        new BlockedMaxPoolingLayer(settings, type),
        settings,
        listeners,
        index,
        parameters,
        initialize);
  }
}
