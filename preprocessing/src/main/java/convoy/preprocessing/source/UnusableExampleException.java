// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.decode.RejectReason;

/**
 * One example of a slice cannot be used; those behind it can. Who counts rejections goes on, who
 * does not shows the message.
 */
public final class UnusableExampleException extends BadInputException {
  private static final long serialVersionUID = 1L;

  private final String id;
  private final RejectReason reason;
  private final String detail;

  /**
   * Of the example of that id.
   *
   * @param detail one line for people: what was found, and what to do about it
   */
  UnusableExampleException(String id, RejectReason reason, String detail) {
    super(id + ": " + detail);
    this.id = id;
    this.reason = reason;
    this.detail = detail;
  }

  /** The example that cannot be used. */
  public String id() {
    return id;
  }

  /** What it is counted under. */
  public RejectReason reason() {
    return reason;
  }

  /** What was found, in one line, without the id. */
  public String detail() {
    return detail;
  }
}
