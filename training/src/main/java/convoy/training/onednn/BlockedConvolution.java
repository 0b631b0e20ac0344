// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a convolution that {@link BlockedConvolutionLayer} computes. */
@SuppressWarnings("serial")
public final class BlockedConvolution extends ConvolutionLayer {
  private boolean ofImages;

  /** For {@link FastNetwork}, which fills in the settings of a convolution of Deeplearning4j's. */
  BlockedConvolution() {}

  /** Whether the input is the network's own: nobody asks for the gradient with respect to it. */
  public boolean isOfImages() {
    return ofImages;
  }

  public void setOfImages(boolean ofImages) {
    this.ofImages = ofImages;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration settings,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return FastNetwork.ready(
        new BlockedConvolutionLayer(settings, type),
        settings,
        listeners,
        index,
        parameters,
        initialize);
  }
}
