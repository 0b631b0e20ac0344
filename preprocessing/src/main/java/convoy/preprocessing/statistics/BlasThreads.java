// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.presets.openblas_nolapack;

/**
 * The threads of OpenBLAS: how many is part of a result, to the last bits, so it never follows the
 * cores of a machine.
 */
public final class BlasThreads {
  private BlasThreads() {}

  /**
   * One thread a call, for the whole process, from now on: Spark has a task for every core already.
   * Costs nothing where it is set already.
   */
  public static void useOne() {
    use(1);
  }

  /**
   * Two threads a call, for what the driver does alone; the same bits on one core, which then does
   * the work of both. To be followed by {@link #useOne}.
   */
  static void useTwo() {
    use(2);
  }

  private static void use(int threads) {
    Loader.load(openblas.class);
    openblas_nolapack.blas_set_num_threads(threads);
  }
}
