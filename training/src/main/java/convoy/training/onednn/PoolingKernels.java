// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One max-pooling of blocked arrays of one shape (course notes, ConvNets, Pooling Layer). Where
 * each maximum was is kept from a forward pass for the backward pass.
 */
final class PoolingKernels {
  private final Call pool;
  private final Call spread;

  PoolingKernels(PoolingShape shape) {
    Windows windows = shape.windows();
    memory.desc input = OneDnn.blocked(shape.input());
    memory.desc output = OneDnn.blocked(shape.output());
    var forward =
        new pooling_forward.primitive_desc(
            new pooling_forward.desc(
                prop_kind.forward_training,
                algorithm.pooling_max,
                input,
                output,
                windows.stride(),
                windows.size(),
                windows.before(),
                windows.after()),
            OneDnn.attributes(),
            OneDnn.engine());
    var backward =
        new pooling_backward.primitive_desc(
            new pooling_backward.desc(
                algorithm.pooling_max,
                input,
                output,
                windows.stride(),
                windows.size(),
                windows.before(),
                windows.after()),
            OneDnn.attributes(),
            OneDnn.engine(),
            forward);
    var maxima = new memory(forward.workspace_desc(), OneDnn.engine());
    pool =
        new Call(new pooling_forward(forward), forward)
            .argument(dnnl.DNNL_ARG_SRC, input)
            .argument(dnnl.DNNL_ARG_DST, output)
            .argument(dnnl.DNNL_ARG_WORKSPACE, maxima);
    spread =
        new Call(new pooling_backward(backward), backward)
            .argument(dnnl.DNNL_ARG_DIFF_DST, output)
            .argument(dnnl.DNNL_ARG_DIFF_SRC, input)
            .argument(dnnl.DNNL_ARG_WORKSPACE, maxima);
  }

  void forward(INDArray images, INDArray into) {
    pool.at(dnnl.DNNL_ARG_SRC, images).at(dnnl.DNNL_ARG_DST, into).compute();
  }

  /** The gradient with respect to the input that {@link #forward} last saw. */
  void backward(INDArray outputGradient, INDArray into) {
    spread.at(dnnl.DNNL_ARG_DIFF_DST, outputGradient).at(dnnl.DNNL_ARG_DIFF_SRC, into).compute();
  }

  /** Gives native memory back. */
  void close() {
    pool.close();
    spread.close();
  }
}
