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

  private final transient Recent<PoolingKernels> kernels = new Recent<>();

  BlockedMaxPoolingLayer(NeuralNetConfiguration settings, DataType type) {
    super(settings, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    long[] rows = Blocks.inRows(input);
    INDArray result =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS,
            DataType.FLOAT,
            Blocks.shape(windows().output(rows[0], rows[1])),
            'c');
    kernels(rows).forward(input, result);
    return result;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray next =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, DataType.FLOAT, input.shape(), 'c');
    kernels(Blocks.inRows(input)).backward(epsilon, next);
    return Pair.of(new DefaultGradient(), next);
  }

  private PoolingKernels kernels(long[] rows) {
    return kernels.of(rows[0], () -> new PoolingKernels(rows[0], rows[1], windows()));
  }

  private Windows windows() {
    return Windows.over(
        Math.toIntExact(input.size(2)),
        Math.toIntExact(input.size(3)),
        layerConf().getKernelSize(),
        layerConf().getStride());
  }
}
