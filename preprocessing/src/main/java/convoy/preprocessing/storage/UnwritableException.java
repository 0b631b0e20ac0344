// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * A place cannot be written: the disk is full, or somebody else's. The message is one line that
 * names it and says what to do; commands print it without a stack trace.
 */
public final class UnwritableException extends IOException {
  private static final long serialVersionUID = 1L;

  UnwritableException(Path place, Throwable cause) {
    super(
        "cannot write %s: %s; what stood there before is kept: mend that, or make room, and give the command again (a training goes on with --resume)"
            .formatted(place, reason(cause)),
        cause);
  }

  /** Hadoop throws an Error for what a local disk says, with the reason inside. */
  private static String reason(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return message.lines().findFirst().orElse("");
  }
}
