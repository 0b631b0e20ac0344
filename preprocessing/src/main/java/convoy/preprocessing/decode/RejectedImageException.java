// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

/** A file is not an image that can be used; says why. It has no stack trace, being no defect. */
public final class RejectedImageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final RejectReason reason;

  /**
   * A rejection.
   *
   * @param detail one line for people: what was found where
   */
  public RejectedImageException(RejectReason reason, String detail) {
    super(reason.code() + ": " + detail.replaceAll("\\s+", " "), null, false, false);
    this.reason = reason;
  }

  /** What the rejection is counted under. */
  public RejectReason reason() {
    return reason;
  }

  /** What was found, in one line, without the reason. */
  public String detail() {
    return getMessage().substring(reason.code().length() + 2);
  }

  static RejectedImageException truncated(String detail) {
    return new RejectedImageException(RejectReason.TRUNCATED, detail);
  }

  static RejectedImageException damaged(String detail) {
    return new RejectedImageException(RejectReason.DAMAGED, detail);
  }

  static RejectedImageException tooLarge(String detail) {
    return new RejectedImageException(RejectReason.TOO_LARGE, detail);
  }

  static RejectedImageException unsupported(String detail) {
    return new RejectedImageException(RejectReason.UNSUPPORTED, detail);
  }
}
