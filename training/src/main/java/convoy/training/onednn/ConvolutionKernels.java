// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One convolution, with its ReLU if it has one, of one shape: forwards, and backwards with respect
 * to weights, biases and input (course notes, ConvNets, Convolutional Layer). The output is
 * blocked. Where the processor has AVX-512, a 3x3 convolution with stride 1 is computed by
 * Winograd's filtering F(4x4, 3x3) (Lavin and Gray 2016), and directly otherwise.
 *
 * <p>A backward pass belongs to the forward pass before it, whose input must still be there.
 */
final class ConvolutionKernels {
  /** Fewer channels than this are images, whose rows oneDNN convolves as they are. */
  private static final int FEW_CHANNELS = 4;

  private static final List<algorithm> FASTEST_FIRST =
      List.of(algorithm.convolution_winograd, algorithm.convolution_direct);

  private final ConvolutionShape shape;
  private final memory.desc inputOrder;
  private final memory.desc outputOrder;
  private final memory.desc weightOrder;

  /** Of a convolution without biases, that of nothing, which oneDNN takes for none. */
  private final memory.desc biasOrder;

  private final convolution_forward.primitive_desc forward;
  private final Ordered input;
  private final Ordered weights;
  private final Call convolve;

  /** Those of the backward pass, built when it is first asked for; else null. */
  private Backward backward;

  /** Builds the forward pass. */
  ConvolutionKernels(ConvolutionShape shape) {
    this.shape = shape;
    this.inputOrder =
        shape.inputInRows() ? OneDnn.rows(shape.input()) : OneDnn.blocked(shape.input());
    this.outputOrder = OneDnn.blocked(shape.output());
    this.weightOrder = OneDnn.rows(shape.weights());
    this.biasOrder = shape.bias() ? OneDnn.rows(shape.filters()) : new memory.desc();
    this.forward = fastest(this::forward);
    this.input = Ordered.source(inputOrder, forward.src_desc());
    this.weights = Ordered.source(weightOrder, forward.weights_desc());
    this.convolve =
        new Call(new convolution_forward(forward), forward)
            .argument(dnnl.DNNL_ARG_SRC, input.place())
            .argument(dnnl.DNNL_ARG_WEIGHTS, weights.place())
            .argument(dnnl.DNNL_ARG_DST, outputOrder);
    if (shape.bias()) {
      convolve.argument(dnnl.DNNL_ARG_BIAS, biasOrder);
    }
  }

  /**
   * Convolves.
   *
   * @param bias null for a convolution without
   * @param into where the output is written to
   */
  void forward(INDArray images, INDArray filters, INDArray bias, INDArray into) {
    input.copyIn(images);
    weights.copyIn(filters);
    if (shape.bias()) {
      convolve.at(dnnl.DNNL_ARG_BIAS, bias);
    }
    convolve.at(dnnl.DNNL_ARG_DST, into).compute();
  }

  /** The backward pass. */
  Backward backward() {
    if (backward == null) {
      backward = new Backward();
    }
    return backward;
  }

  /** Gives native memory back. */
  void close() {
    input.close();
    weights.close();
    convolve.close();
    if (backward != null) {
      backward.close();
    }
  }

  /** Gradients, from that with respect to the output to those with respect to all else. */
  final class Backward {
    private final Call relu = reluBackward();
    private final Ordered weightGradient;
    private final Call findWeightGradient;

    /** Built when it is first asked for; else null: nobody asks it of the images themselves. */
    private InputGradient inputGradient;

    private Backward() {
      convolution_backward_weights.primitive_desc byWeights =
          fastest(ConvolutionKernels.this::backwardWeights);
      weightGradient = Ordered.result(byWeights.diff_weights_desc(), weightOrder);
      findWeightGradient =
          new Call(new convolution_backward_weights(byWeights), byWeights)
              .argument(dnnl.DNNL_ARG_SRC, input.place())
              .argument(dnnl.DNNL_ARG_DIFF_DST, outputOrder)
              .argument(dnnl.DNNL_ARG_DIFF_WEIGHTS, weightGradient.place());
      if (shape.bias()) {
        findWeightGradient.argument(dnnl.DNNL_ARG_DIFF_BIAS, biasOrder);
      }
    }

    /** Sets a gradient with respect to the output to 0 where the ReLU did so with the output. */
    void throughRelu(INDArray output, INDArray gradient) {
      relu.at(dnnl.DNNL_ARG_DST, output)
          .at(dnnl.DNNL_ARG_DIFF_DST, gradient)
          .at(dnnl.DNNL_ARG_DIFF_SRC, gradient)
          .compute();
    }

    /**
     * The gradients with respect to weights and biases, summed over the minibatch.
     *
     * @param outputGradient before the ReLU
     * @param bias where the biases' is written to; null for a convolution without
     */
    void toWeights(INDArray outputGradient, INDArray filters, INDArray bias) {
      if (shape.bias()) {
        findWeightGradient.at(dnnl.DNNL_ARG_DIFF_BIAS, bias);
      }
      weightGradient.aimAt(filters);
      findWeightGradient.at(dnnl.DNNL_ARG_DIFF_DST, outputGradient).compute();
      weightGradient.copyOut(filters);
    }

    /**
     * The gradient with respect to the input.
     *
     * @param outputGradient before the ReLU
     * @param into where it is written to, in the order of the input
     */
    void toInput(INDArray outputGradient, INDArray filters, INDArray into) {
      if (inputGradient == null) {
        inputGradient = new InputGradient();
      }
      inputGradient.find(outputGradient, filters, into);
    }

    private void close() {
      relu.close();
      weightGradient.close();
      findWeightGradient.close();
      if (inputGradient != null) {
        inputGradient.close();
      }
    }
  }

  private final class InputGradient {
    private final Ordered weightsAgain;
    private final Ordered gradient;
    private final Call find;

    private InputGradient() {
      convolution_backward_data.primitive_desc description =
          fastest(ConvolutionKernels.this::backwardData);
      weightsAgain = Ordered.source(weightOrder, description.weights_desc());
      gradient = Ordered.result(description.diff_src_desc(), inputOrder);
      find =
          new Call(new convolution_backward_data(description), description)
              .argument(dnnl.DNNL_ARG_DIFF_DST, outputOrder)
              .argument(dnnl.DNNL_ARG_WEIGHTS, weightsAgain.place())
              .argument(dnnl.DNNL_ARG_DIFF_SRC, gradient.place());
    }

    private void find(INDArray outputGradient, INDArray filters, INDArray into) {
      weightsAgain.copyIn(filters);
      gradient.aimAt(into);
      find.at(dnnl.DNNL_ARG_DIFF_DST, outputGradient).compute();
      gradient.copyOut(into);
    }

    private void close() {
      weightsAgain.close();
      gradient.close();
      find.close();
    }
  }

  /** The first algorithm that oneDNN has for this shape on this processor. */
  private <P extends primitive_desc> P fastest(Function<algorithm, P> build) {
    for (algorithm method : FASTEST_FIRST) {
      P description = build.apply(method);
      if (description.asBoolean()) {
        return description;
      }
    }
    throw new IllegalStateException("oneDNN has no convolution like " + shape);
  }

  private convolution_forward.primitive_desc forward(algorithm method) {
    Windows windows = shape.windows();
    var description =
        new convolution_forward.desc(
            prop_kind.forward_training,
            method,
            wanted(),
            OneDnn.any(shape.weights()),
            biasOrder,
            outputOrder,
            windows.stride(),
            windows.before(),
            windows.after());
    primitive_attr attributes = OneDnn.attributes();
    if (shape.relu()) {
      var after = new post_ops();
      after.append_eltwise(1, algorithm.eltwise_relu, 0, 0);
      attributes.set_post_ops(after);
    }
    return new convolution_forward.primitive_desc(description, attributes, OneDnn.engine(), true);
  }

  private convolution_backward_weights.primitive_desc backwardWeights(algorithm method) {
    Windows windows = shape.windows();
    var description =
        new convolution_backward_weights.desc(
            method,
            forward.src_desc(),
            OneDnn.any(shape.weights()),
            biasOrder,
            outputOrder,
            windows.stride(),
            windows.before(),
            windows.after());
    return new convolution_backward_weights.primitive_desc(
        description, OneDnn.attributes(), OneDnn.engine(), forward, true);
  }

  private convolution_backward_data.primitive_desc backwardData(algorithm method) {
    Windows windows = shape.windows();
    var description =
        new convolution_backward_data.desc(
            method,
            fewChannels() ? OneDnn.any(shape.input()) : wanted(),
            OneDnn.any(shape.weights()),
            outputOrder,
            windows.stride(),
            windows.before(),
            windows.after());
    return new convolution_backward_data.primitive_desc(
        description, OneDnn.attributes(), OneDnn.engine(), forward, true);
  }

  /** The order in which a convolution takes its input. */
  private memory.desc wanted() {
    if (shape.channels() % OneDnn.block() == 0) {
      return OneDnn.blocked(shape.input());
    }
    return fewChannels() ? OneDnn.rows(shape.input()) : OneDnn.any(shape.input());
  }

  private boolean fewChannels() {
    return shape.channels() < FEW_CHANNELS;
  }

  private Call reluBackward() {
    var hint =
        new eltwise_forward.primitive_desc(
            new eltwise_forward.desc(
                prop_kind.forward_training, algorithm.eltwise_relu_use_dst_for_bwd, outputOrder),
            OneDnn.engine());
    var description =
        new eltwise_backward.primitive_desc(
            new eltwise_backward.desc(
                algorithm.eltwise_relu_use_dst_for_bwd, outputOrder, outputOrder),
            OneDnn.attributes(),
            OneDnn.engine(),
            hint);
    return new Call(new eltwise_backward(description), description)
        .argument(dnnl.DNNL_ARG_DST, outputOrder)
        .argument(dnnl.DNNL_ARG_DIFF_DST, outputOrder)
        .argument(dnnl.DNNL_ARG_DIFF_SRC, outputOrder);
  }
}
