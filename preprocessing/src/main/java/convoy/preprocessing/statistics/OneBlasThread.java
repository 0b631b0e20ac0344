// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.presets.openblas_nolapack;

/**
 * Runs linear algebra on one OpenBLAS thread: with more, the last bits of a result depend on how
 * many cores the machine has.
 */
public final class OneBlasThread {
  private OneBlasThread() {}

  /**
   * Returns what {@code work} returns. The number of threads belongs to the whole process: what
   * else uses OpenBLAS meanwhile runs on one thread too, and calls wait for one another.
   */
  public static <T> T call(Supplier<T> work) {
    synchronized (OneBlasThread.class) {
      Loader.load(openblas.class);
      int threads = openblas_nolapack.blas_get_num_threads();
      openblas_nolapack.blas_set_num_threads(1);
      try {
        return work.get();
      } finally {
        openblas_nolapack.blas_set_num_threads(threads);
      }
    }
  }
}
