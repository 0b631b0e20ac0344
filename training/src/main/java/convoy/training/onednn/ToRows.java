// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Brings what a layer of this package gives into the row order that a layer of Deeplearning4j's
 * takes, and gradients back.
 */
final class ToRows implements InputPreProcessor {
  private static final long serialVersionUID = 1L;

  /** What the layer had before its input; may be null. */
  private final InputPreProcessor next;

  private final transient Recent<List<Long>, Both> orders = new Recent<>(Both::of, Both::close);

  ToRows(InputPreProcessor next) {
    this.next = next;
  }

  /** The way there and the way back. */
  private record Both(Call toRows, Call toBlocks) {
    static Both of(List<Long> shape) {
      long[] rows = shape.stream().mapToLong(side -> side).toArray();
      memory.desc inRows = OneDnn.rows(rows);
      memory.desc inBlocks = OneDnn.blocked(rows);
      return new Both(between(inBlocks, inRows), between(inRows, inBlocks));
    }

    private static Call between(memory.desc from, memory.desc to) {
      return Call.reorder(from, to)
          .argument(dnnl.DNNL_ARG_FROM, from)
          .argument(dnnl.DNNL_ARG_TO, to);
    }

    void close() {
      toRows.close();
      toBlocks.close();
    }
  }

  @Override
  public INDArray preProcess(INDArray input, int minibatch, LayerWorkspaceMgr workspaces) {
    long[] shape = Blocks.inRows(input);
    INDArray rows =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, DataType.FLOAT, shape, 'c');
    convert(both(shape).toRows(), input, rows);
    return next == null ? rows : next.preProcess(rows, minibatch, workspaces);
  }

  @Override
  public INDArray backprop(INDArray output, int minibatch, LayerWorkspaceMgr workspaces) {
    INDArray rows = next == null ? output : next.backprop(output, minibatch, workspaces);
    INDArray inOrder =
        OneDnn.inRowOrder(rows) ? rows : workspaces.dup(ArrayType.BP_WORKING_MEM, rows, 'c');
    long[] shape = inOrder.shape();
    INDArray blocked =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, DataType.FLOAT, Blocks.shape(shape), 'c');
    convert(both(shape).toBlocks(), inOrder, blocked);
    return blocked;
  }

  private static void convert(Call call, INDArray from, INDArray to) {
    call.at(dnnl.DNNL_ARG_FROM, from).at(dnnl.DNNL_ARG_TO, to).compute();
  }

  private Both both(long[] rows) {
    return orders.of(Arrays.stream(rows).boxed().toList());
  }

  /** Gives native memory back. */
  void close() {
    orders.close();
  }

  @Override
  public InputType getOutputType(InputType input) {
    return next == null ? input : next.getOutputType(input);
  }

  @Override
  public InputPreProcessor clone() {
    return new ToRows(next == null ? null : next.clone());
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray mask, MaskState state, int minibatch) {
    return next == null ? Pair.of(mask, state) : next.feedForwardMaskArray(mask, state, minibatch);
  }
}
