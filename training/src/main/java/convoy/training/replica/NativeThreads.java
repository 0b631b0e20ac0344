// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.preprocessing.statistics.BlasThreads;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The threads of the native libraries. A replica uses one: replicas side by side on the cores are
 * faster than one replica on several, and one thread sums in one order, so that the bits of a
 * result do not depend on the number of cores.
 */
final class NativeThreads {
  private NativeThreads() {}

  /** Gives the calling thread one OpenMP thread, and OpenBLAS one in the whole process. */
  static void useOne() {
    operations().setOmpNumThreads(1);
    BlasThreads.useOne();
  }

  /** OpenMP threads that operations called from this thread use. */
  static int openMp() {
    return operations().ompGetMaxThreads();
  }

  /** Threads that OpenBLAS uses. */
  static int blas() {
    return openblas_nolapack.blas_get_num_threads();
  }

  /** The native library is there once ND4J has found its backend, and not before. */
  static NativeOps operations() {
    Nd4j.getBackend();
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }
}
