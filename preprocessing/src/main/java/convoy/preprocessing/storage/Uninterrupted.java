// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import java.io.IOException;

/**
 * Clears up in a thread that may have been interrupted: file systems do not serve such a one. The
 * interrupt is there again afterwards.
 */
public final class Uninterrupted {
  private Uninterrupted() {}

  /** Work that must be done, even in a thread that was interrupted. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /** Does the work in this thread. */
  public static <T> T call(Work<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      return work.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
