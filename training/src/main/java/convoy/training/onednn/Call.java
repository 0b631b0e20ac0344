// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One primitive of oneDNN with the arguments that it takes, built once and computed often. */
final class Call {
  private final stream queue = new stream(OneDnn.engine());
  private final primitive computation;
  private final long scratchpadBytes;
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final Map<Integer, memory> memories = new HashMap<>();

  /** What native code has the address of until it is done. */
  private final List<INDArray> inUse = new ArrayList<>();

  Call(primitive computation, primitive_desc_base description) {
    this.computation = computation;
    this.scratchpadBytes = description.scratchpad_desc().get_size();
    if (scratchpadBytes > 0) {
      argument(dnnl.DNNL_ARG_SCRATCHPAD, description.scratchpad_desc());
    }
  }

  /** From one order of values, DNNL_ARG_FROM, to another, DNNL_ARG_TO. */
  static Call reorder(memory.desc from, memory.desc to) {
    var description =
        new reorder.primitive_desc(
            OneDnn.engine(), from, OneDnn.engine(), to, OneDnn.attributes(), false);
    return new Call(new reorder(description), description);
  }

  /** Declares an argument whose place is given before each computation. */
  Call argument(int name, memory.desc order) {
    return argument(name, OneDnn.nowhere(order));
  }

  /** Declares an argument that stays where it is. */
  Call argument(int name, memory place) {
    memories.put(name, place);
    arguments.put(name, place);
    return this;
  }

  /** Where an argument is this time. */
  Call at(int name, INDArray array) {
    memories.get(name).set_data_handle(OneDnn.pointer(array));
    inUse.add(array);
    return this;
  }

  /** Computes, and returns when the result is there. */
  void compute() {
    if (scratchpadBytes > 0) {
      memories.get(dnnl.DNNL_ARG_SCRATCHPAD).set_data_handle(Scratchpad.atLeast(scratchpadBytes));
    }
    try {
      computation.execute(queue, arguments);
      queue._wait();
    } finally {
      Reference.reachabilityFence(inUse);
      inUse.clear();
    }
  }

  /** Gives native memory back. */
  void close() {
    memories.values().forEach(Pointer::close);
    arguments.close();
    computation.close();
    queue.close();
  }
}
