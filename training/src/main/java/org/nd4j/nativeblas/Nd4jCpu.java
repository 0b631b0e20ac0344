// SPDX-License-Identifier: Apache-2.0
package org.nd4j.nativeblas;

/**
 * Mends Deeplearning4j's oneDNN helpers. {@code BaseMKLDNNHelper} asks, by reflection, the class
 * {@code org.nd4j.nativeblas.Nd4jCpu$Environment} whether oneDNN is there; that class moved to
 * another package in 1.0.0-M2, and the helpers give up without a word. This one answers in its
 * place, and truthfully.
 */
public final class Nd4jCpu {
  private Nd4jCpu() {}

  /** What the helpers ask. */
  public static final class Environment {
    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    public static Environment getInstance() {
      return INSTANCE;
    }

    /** Whether the native library that was loaded is a build with oneDNN (once called MKL-DNN). */
    public boolean isUseMKLDNN() {
      return NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo().contains("HAVE_ONEDNN");
    }
  }
}
