// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.presets.openblas_nolapack;

/**
 * Keeps OpenBLAS to one thread a call. With more, the last bits of a result depend on how many
 * cores the machine has; and Spark has a task for every core already.
 */
public final class OneBlasThread {
  private OneBlasThread() {}

  /** Sets it for the whole process, from now on; costs nothing where it is set already. */
  public static void use() {
    Loader.load(openblas.class);
    openblas_nolapack.blas_set_num_threads(1);
  }
}
