// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.global.dnnl.scratchpad_mode;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.layers.HelperUtils;
import org.deeplearning4j.nn.layers.convolution.ConvolutionHelper;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** oneDNN on this machine's processor, and the few words in which the layers speak to it. */
final class OneDnn {
  private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);

  /** The orders in blocks, by channels of a block. */
  private static final Map<Integer, memory.format_tag> BLOCKED =
      Map.of(16, memory.format_tag.nChw16c, 8, memory.format_tag.nChw8c);

  /** A null pointer: oneDNN allocates nothing for it. */
  private static final Pointer NOWHERE = new Pointer();

  private OneDnn() {}

  /** What is there once the library is loaded; the engine may be used by several threads. */
  private record Library(engine cpu, int block) {}

  /** Loaded when it is first asked for; empty where it is not to be had. */
  private static final class Loaded {
    private static final Optional<Library> LIBRARY = load();
  }

  /**
   * Whether layers can be computed here: on the processor, with Deeplearning4j's helpers switched
   * on, and where oneDNN can be loaded and has a blocked order.
   */
  static boolean available() {
    return helpersAreOn() && Loaded.LIBRARY.isPresent();
  }

  /** On another backend than the processor's there is no such helper. */
  private static boolean helpersAreOn() {
    return HelperUtils.createHelper(
            "", MKLDNNConvHelper.class.getName(), ConvolutionHelper.class, "any", DataType.FLOAT)
        != null;
  }

  private static Optional<Library> load() {
    try {
      Loader.load(dnnl.class);
      engine cpu = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
      int block = blockOf(cpu);
      if (block == 0) {
        LOG.info(
            "oneDNN has no blocked order of values on this processor; it is not used directly");
        return Optional.empty();
      }
      return Optional.of(new Library(cpu, block));
    } catch (LinkageError | RuntimeException e) {
      LOG.warn("oneDNN cannot be loaded, and convolutions take about twice the time", e);
      return Optional.empty();
    }
  }

  /** Channels of a block in the order that a 3x3 convolution prefers; 0 for none that is known. */
  private static int blockOf(engine cpu) {
    long[] image = {1, 32, 8, 8};
    long[] one = {1, 1};
    memory.desc any = descriptor(image, memory.format_tag.any);
    var convolution =
        new convolution_forward.primitive_desc(
            new convolution_forward.desc(
                prop_kind.forward_training,
                algorithm.convolution_direct,
                any,
                descriptor(new long[] {32, 32, 3, 3}, memory.format_tag.any),
                any,
                one,
                one,
                one),
            cpu);
    memory.desc preferred = convolution.dst_desc();
    for (Map.Entry<Integer, memory.format_tag> blocked : BLOCKED.entrySet()) {
      if (preferred.equals(descriptor(image, blocked.getValue()))) {
        return blocked.getKey();
      }
    }
    return 0;
  }

  /** For people. */
  static String description() {
    var version = dnnl.dnnl_version();
    return "oneDNN %s.%s.%s in blocks of %s"
        .formatted(version.major(), version.minor(), version.patch(), block());
  }

  static engine engine() {
    return Loaded.LIBRARY.orElseThrow().cpu();
  }

  /** Channels of a block. */
  static int block() {
    return Loaded.LIBRARY.orElseThrow().block();
  }

  /** The blocked order of {@code [n, channels, height, width]}, channels a multiple of a block. */
  static memory.desc blocked(long[] shape) {
    return descriptor(shape, BLOCKED.get(block()));
  }

  /** Row order, whatever the dimensions mean. */
  static memory.desc rows(long... shape) {
    return descriptor(
        shape,
        switch (shape.length) {
          case 1 -> memory.format_tag.a;
          case 4 -> memory.format_tag.abcd;
          default -> throw new IllegalArgumentException(shape.length + " dimensions");
        });
  }

  /** Whatever order oneDNN prefers. */
  static memory.desc any(long... shape) {
    return descriptor(shape, memory.format_tag.any);
  }

  private static memory.desc descriptor(long[] shape, memory.format_tag order) {
    return new memory.desc(shape, memory.data_type.f32, order);
  }

  /** Values that are given their place later. */
  static memory nowhere(memory.desc order) {
    return new memory(order, engine(), NOWHERE);
  }

  /**
   * Where an array's values are.
   *
   * @throws IllegalArgumentException if they are not floats, in one piece, in row order
   */
  static Pointer pointer(INDArray array) {
    if (array.dataType() != DataType.FLOAT || !inRowOrder(array)) {
      throw new IllegalArgumentException("not floats in row order: " + array.shapeInfoToString());
    }
    return array.data().addressPointer();
  }

  /** Which is looked up in the strides: ND4J calls the order of any other array 'c' as well. */
  static boolean inRowOrder(INDArray array) {
    long stride = 1;
    for (int side = array.rank() - 1; side >= 0; side--) {
      if (array.size(side) > 1 && array.stride(side) != stride) {
        return false;
      }
      stride *= array.size(side);
    }
    return true;
  }

  /**
   * With memory for intermediate values from {@link Scratchpad}: oneDNN's own belongs to the thread
   * that built a primitive, and replicas move between threads.
   */
  static primitive_attr attributes() {
    var attributes = new primitive_attr();
    attributes.set_scratchpad_mode(scratchpad_mode.user);
    return attributes;
  }
}
