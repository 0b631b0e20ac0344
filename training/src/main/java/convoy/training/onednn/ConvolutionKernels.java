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
 * One convolution, with its ReLU if it has one, for minibatches of one size: forwards, and
 * backwards with respect to weights, biases and input (course notes, ConvNets, Convolutional
 * Layer). The output is blocked. Where the processor has AVX-512, a 3x3 convolution with stride 1
 * is computed by Winograd's filtering F(4x4, 3x3) (Lavin and Gray 2016), and directly otherwise.
 */
final class ConvolutionKernels {
  /** Fewer channels than this are images, whose rows oneDNN convolves as they are. */
  private static final int FEW_CHANNELS = 4;

  private static final List<algorithm> FASTEST_FIRST =
      List.of(algorithm.convolution_winograd, algorithm.convolution_direct);

  private final ConvolutionShape shape;
  private final Orders orders;
  private final convolution_forward.primitive_desc forward;
  private final Ordered input;
  private final Ordered weights;
  private final Call convolve;

  // What goes backwards, built when it is first needed.
  private Call dampen;
  private Ordered weightGradient;
  private Call findWeightGradient;
  private Ordered inputGradient;
  private Ordered weightsBackwards;
  private Call findInputGradient;

  /** The orders of the values of what comes in and goes out. */
  private record Orders(memory.desc input, memory.desc output, memory.desc weights) {}

  /**
   * Builds the forward pass.
   *
   * @param inRows whether the input is {@code [images, channels, height, width]}, and not blocked
   */
  ConvolutionKernels(ConvolutionShape shape, boolean inRows) {
    this.shape = shape;
    this.orders =
        new Orders(
            inRows ? OneDnn.rows(shape.input()) : OneDnn.blocked(shape.input()),
            OneDnn.blocked(shape.output()),
            OneDnn.rows(shape.weights()));
    this.forward = fastest(this::forward);
    this.input = Ordered.from(orders.input(), forward.src_desc());
    this.weights = Ordered.from(orders.weights(), forward.weights_desc());
    this.convolve =
        new Call(new convolution_forward(forward), forward)
            .argument(dnnl.DNNL_ARG_SRC, input.place())
            .argument(dnnl.DNNL_ARG_WEIGHTS, weights.place())
            .argument(dnnl.DNNL_ARG_DST, orders.output());
    if (shape.bias()) {
      convolve.argument(dnnl.DNNL_ARG_BIAS, OneDnn.rows(shape.filters()));
    }
  }

  /**
   * Convolves.
   *
   * @param bias null for a convolution without
   * @param into where the output is written to
   */
  void forward(INDArray images, INDArray filters, INDArray bias, INDArray into) {
    input.take(images);
    weights.take(filters);
    if (shape.bias()) {
      convolve.at(dnnl.DNNL_ARG_BIAS, bias);
    }
    convolve.at(dnnl.DNNL_ARG_DST, into).compute();
  }

  /** Sets a gradient with respect to the output to 0 where the ReLU did so with the output. */
  void backThroughRelu(INDArray output, INDArray gradient) {
    if (dampen == null) {
      dampen = relu();
    }
    dampen
        .at(dnnl.DNNL_ARG_DST, output)
        .at(dnnl.DNNL_ARG_DIFF_DST, gradient)
        .at(dnnl.DNNL_ARG_DIFF_SRC, gradient)
        .compute();
  }

  /**
   * The gradients with respect to weights and biases, summed over the minibatch that {@link
   * #forward} last saw.
   *
   * @param outputGradient before the ReLU
   * @param bias where the biases' is written to; null for a convolution without
   */
  void backToWeights(INDArray outputGradient, INDArray filters, INDArray bias) {
    if (findWeightGradient == null) {
      convolution_backward_weights.primitive_desc description = fastest(this::backwardWeights);
      weightGradient = Ordered.to(description.diff_weights_desc(), orders.weights());
      findWeightGradient =
          new Call(new convolution_backward_weights(description), description)
              .argument(dnnl.DNNL_ARG_SRC, input.place())
              .argument(dnnl.DNNL_ARG_DIFF_DST, orders.output())
              .argument(dnnl.DNNL_ARG_DIFF_WEIGHTS, weightGradient.place());
      if (shape.bias()) {
        findWeightGradient.argument(dnnl.DNNL_ARG_DIFF_BIAS, OneDnn.rows(shape.filters()));
      }
    }
    if (shape.bias()) {
      findWeightGradient.at(dnnl.DNNL_ARG_DIFF_BIAS, bias);
    }
    weightGradient.aim(filters);
    findWeightGradient.at(dnnl.DNNL_ARG_DIFF_DST, outputGradient).compute();
    weightGradient.give(filters);
  }

  /**
   * The gradient with respect to the input.
   *
   * @param outputGradient before the ReLU
   * @param into where it is written to, in the order of the input
   */
  void backToInput(INDArray outputGradient, INDArray filters, INDArray into) {
    if (findInputGradient == null) {
      convolution_backward_data.primitive_desc description = fastest(this::backwardData);
      weightsBackwards = Ordered.from(orders.weights(), description.weights_desc());
      inputGradient = Ordered.to(description.diff_src_desc(), orders.input());
      findInputGradient =
          new Call(new convolution_backward_data(description), description)
              .argument(dnnl.DNNL_ARG_DIFF_DST, orders.output())
              .argument(dnnl.DNNL_ARG_WEIGHTS, weightsBackwards.place())
              .argument(dnnl.DNNL_ARG_DIFF_SRC, inputGradient.place());
    }
    weightsBackwards.take(filters);
    inputGradient.aim(into);
    findInputGradient.at(dnnl.DNNL_ARG_DIFF_DST, outputGradient).compute();
    inputGradient.give(into);
  }

  /** The first algorithm that oneDNN has for this shape on this processor. */
  private static <P extends primitive_desc> P fastest(Function<algorithm, P> build) {
    for (algorithm method : FASTEST_FIRST) {
      P description = build.apply(method);
      if (description.asBoolean()) {
        return description;
      }
    }
    throw new IllegalStateException("oneDNN has no convolution of this shape");
  }

  private convolution_forward.primitive_desc forward(algorithm method) {
    Windows windows = shape.windows();
    memory.desc any = OneDnn.any(shape.weights());
    convolution_forward.desc description =
        shape.bias()
            ? new convolution_forward.desc(
                prop_kind.forward_training,
                method,
                wanted(),
                any,
                OneDnn.rows(shape.filters()),
                orders.output(),
                windows.stride(),
                windows.before(),
                windows.after())
            : new convolution_forward.desc(
                prop_kind.forward_training,
                method,
                wanted(),
                any,
                orders.output(),
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
    memory.desc any = OneDnn.any(shape.weights());
    convolution_backward_weights.desc description =
        shape.bias()
            ? new convolution_backward_weights.desc(
                method,
                forward.src_desc(),
                any,
                OneDnn.rows(shape.filters()),
                orders.output(),
                windows.stride(),
                windows.before(),
                windows.after())
            : new convolution_backward_weights.desc(
                method,
                forward.src_desc(),
                any,
                orders.output(),
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
            orders.output(),
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

  private Call relu() {
    memory.desc order = orders.output();
    var hint =
        new eltwise_forward.primitive_desc(
            new eltwise_forward.desc(
                prop_kind.forward_training, algorithm.eltwise_relu_use_dst_for_bwd, order),
            OneDnn.engine());
    var description =
        new eltwise_backward.primitive_desc(
            new eltwise_backward.desc(algorithm.eltwise_relu_use_dst_for_bwd, order, order),
            OneDnn.attributes(),
            OneDnn.engine(),
            hint);
    return new Call(new eltwise_backward(description), description)
        .argument(dnnl.DNNL_ARG_DST, order)
        .argument(dnnl.DNNL_ARG_DIFF_DST, order)
        .argument(dnnl.DNNL_ARG_DIFF_SRC, order);
  }
}
