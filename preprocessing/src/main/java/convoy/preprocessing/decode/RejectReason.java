// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

/** Why a file is not an image that can be used. */
public enum RejectReason {
  /** The file has no bytes. */
  EMPTY("empty"),
  /** It begins like none of the formats. */
  UNKNOWN_FORMAT("unknown-format"),
  /** It ends before the image does. */
  TRUNCATED("truncated"),
  /** It contradicts itself: a wrong checksum, an impossible value, data that do not decode. */
  DAMAGED("damaged"),
  /** The header announces more pixels, or more work, than is allowed. */
  TOO_LARGE("too-large"),
  /** A variant of its format that is not read, for example lossless JPEG or RLE bitmaps. */
  UNSUPPORTED("unsupported"),
  /** The file has more bytes than an image that anyone trains on; it is not read. */
  FILE_TOO_LARGE("file-too-large"),
  /** The file has a name that Java or Hadoop cannot open: it is no UTF-8, or has a colon. */
  UNUSABLE_NAME("unusable-name"),
  /** The file was listed but cannot be opened: it may not be read, or is gone. */
  UNREADABLE("unreadable"),
  /** A link that leads out of the data set's folder; it is not followed. */
  OUTSIDE("outside"),
  /** A pipe, socket or device; it is not opened. */
  NO_FILE("no-file");

  private final String code;

  RejectReason(String code) {
    this.code = code;
  }

  /** The name that tables and counts carry, the same in every version. */
  public String code() {
    return code;
  }
}
