// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An argument of a computation, which wants its values in one order, and an array that has them in
 * another: memory between the two where the orders differ, and the array's own where they do not.
 */
final class Ordered {
  private final memory place;
  private final Call reorder;

  private Ordered(memory place, Call reorder) {
    this.place = place;
    this.reorder = reorder;
  }

  /** For values that are computed with. */
  static Ordered source(memory.desc array, memory.desc wanted) {
    if (array.equals(wanted)) {
      return inPlace(wanted);
    }
    var place = new memory(wanted, OneDnn.engine());
    return new Ordered(
        place,
        Call.reorder(array, wanted)
            .argument(dnnl.DNNL_ARG_FROM, array)
            .argument(dnnl.DNNL_ARG_TO, place));
  }

  /** For values that come out. */
  static Ordered result(memory.desc computed, memory.desc array) {
    if (array.equals(computed)) {
      return inPlace(computed);
    }
    var place = new memory(computed, OneDnn.engine());
    return new Ordered(
        place,
        Call.reorder(computed, array)
            .argument(dnnl.DNNL_ARG_FROM, place)
            .argument(dnnl.DNNL_ARG_TO, array));
  }

  private static Ordered inPlace(memory.desc order) {
    return new Ordered(OneDnn.nowhere(order), null);
  }

  /** The argument. */
  memory place() {
    return place;
  }

  /** Before the computation: gets a source's values. The array must outlive the computation. */
  void copyIn(INDArray array) {
    if (reorder == null) {
      place.set_data_handle(OneDnn.pointer(array));
    } else {
      reorder.at(dnnl.DNNL_ARG_FROM, array).compute();
    }
  }

  /** Before the computation: says which array a result is for. */
  void aimAt(INDArray array) {
    if (reorder == null) {
      place.set_data_handle(OneDnn.pointer(array));
    }
  }

  /** After the computation: puts a result into the array. */
  void copyOut(INDArray array) {
    if (reorder != null) {
      reorder.at(dnnl.DNNL_ARG_TO, array).compute();
    }
  }

  /** Gives native memory back. */
  void close() {
    place.close();
    if (reorder != null) {
      reorder.close();
    }
  }
}
