// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution and its ReLU, if it has one. Takes {@code [images, channels, height, width]} or
 * what another layer of this package gives; gives {@code [images, filters / block, height, width,
 * block]}.
 */
public final class BlockedConvolutionLayer extends BaseLayer<BlockedConvolution> {
  private static final long serialVersionUID = 1L;

  private final transient Recent<ConvolutionShape, ConvolutionKernels> kernels =
      new Recent<>(ConvolutionKernels::new, ConvolutionKernels::close);

  /** Of the last pass in training. */
  private transient INDArray output;

  BlockedConvolutionLayer(NeuralNetConfiguration settings, DataType type) {
    super(settings, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    ConvolutionShape shape = shape();
    INDArray result =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, DataType.FLOAT, Blocks.shape(shape.output()), 'c');
    kernels.of(shape).forward(input, weights(), bias(), result);
    output = training ? result : null;
    return result;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    ConvolutionShape shape = shape();
    ConvolutionKernels.Backward back = kernels.of(shape).backward();
    if (shape.relu()) {
      back.throughRelu(output, epsilon);
    }
    Gradient gradient = new DefaultGradient();
    INDArray biases = gradientViews.get(ConvolutionParamInitializer.BIAS_KEY);
    INDArray filters = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
    back.toWeights(epsilon, filters, biases);
    if (shape.bias()) {
      gradient.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, biases);
    }
    gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, filters, 'c');
    output = null;
    if (layerConf().isOfImages()) {
      return Pair.of(gradient, null);
    }
    INDArray next =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, DataType.FLOAT, input.shape(), 'c');
    back.toInput(epsilon, weights(), next);
    return Pair.of(gradient, next);
  }

  @Override
  public void clear() {
    super.clear();
    output = null;
  }

  /** Gives native memory back. */
  @Override
  public void close() {
    super.close();
    kernels.close();
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public boolean hasBias() {
    return layerConf().hasBias();
  }

  private ConvolutionShape shape() {
    BlockedConvolution settings = layerConf();
    return new ConvolutionShape(
        input.size(0),
        !Blocks.blocked(input),
        settings.getNIn(),
        settings.getNOut(),
        Windows.over(
            Math.toIntExact(input.size(2)),
            Math.toIntExact(input.size(3)),
            settings.getKernelSize(),
            settings.getStride()),
        settings.hasBias(),
        settings.getActivationFn() instanceof ActivationReLU);
  }

  private INDArray weights() {
    return getParam(ConvolutionParamInitializer.WEIGHT_KEY);
  }

  private INDArray bias() {
    return getParam(ConvolutionParamInitializer.BIAS_KEY);
  }
}
