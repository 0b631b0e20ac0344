// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Max-pooling of what a layer of this package gives, in the same order. */
public final class BlockedMaxPoolingLayer extends SubsamplingLayer {
  private static final long serialVersionUID = 1L;

  private final transient Recent<PoolingShape, PoolingKernels> kernels =
      new Recent<>(PoolingKernels::new, PoolingKernels::close);

  BlockedMaxPoolingLayer(NeuralNetConfiguration settings, DataType type) {
    super(settings, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    PoolingShape shape = shape();
    INDArray result =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, DataType.FLOAT, Blocks.shape(shape.output()), 'c');
    kernels.of(shape).forward(input, result);
    return result;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray next =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, DataType.FLOAT, input.shape(), 'c');
    kernels.of(shape()).backward(epsilon, next);
    return Pair.of(new DefaultGradient(), next);
  }

  /** Gives native memory back. */
  @Override
  public void close() {
    super.close();
    kernels.close();
  }

  private PoolingShape shape() {
    long[] rows = Blocks.inRows(input);
    return new PoolingShape(
        rows[0],
        rows[1],
        Windows.over(
            Math.toIntExact(rows[2]),
            Math.toIntExact(rows[3]),
            layerConf().getKernelSize(),
            layerConf().getStride()));
  }
}
