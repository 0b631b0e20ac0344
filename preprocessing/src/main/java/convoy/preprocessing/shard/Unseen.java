// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.decode.RejectedImageException;
import convoy.preprocessing.source.UnusableExampleException;
import java.io.Serializable;

/**
 * Why an image cannot be brought into view.
 *
 * @param reason in one line: {@code truncated: the file ends within the header}, or {@code refused:
 *     in colour}
 */
public record Unseen(Kind kind, String reason) implements Serializable {
  /** Where the fault lies. */
  public enum Kind {
    /** In its file, which cannot be read or decoded. */
    UNDECODABLE,
    /** In how the image and the view suit each other: the image is whole. */
    REFUSED
  }

  static Unseen undecodable(RejectedImageException e) {
    return new Unseen(Kind.UNDECODABLE, e.getMessage());
  }

  static Unseen undecodable(UnusableExampleException e) {
    return new Unseen(Kind.UNDECODABLE, e.reason().code() + ": " + e.detail());
  }

  /** What a view says; of a decoder its own word, which is written for a file never seen before. */
  static Unseen of(BadInputException e) {
    return e.getCause() instanceof RejectedImageException rejected
        ? undecodable(rejected)
        : new Unseen(Kind.REFUSED, "refused: " + e.getMessage());
  }
}
