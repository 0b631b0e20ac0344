// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

/** The memory of the driver or of an executor was not enough; the message says for what. */
public final class OutOfMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The work that was too large and a remedy, in one line. */
  OutOfMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
