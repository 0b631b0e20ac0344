// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import java.io.Serializable;

/**
 * An image in view, or a list of features, that goes by its id; or why it cannot be seen.
 *
 * @param id names it where it comes from
 * @param label the class that it has there, from 0, or {@link #UNLABELLED}
 * @param pixels as {@link LabelledImage#pixels}; null exactly where it is unseen; not copied
 * @param unseen why it cannot be brought into view; null where it can
 */
public record NamedImage(String id, int label, byte[] pixels, Unseen unseen)
    implements Serializable {
  /** The label of an image that nobody has given one. */
  public static final int UNLABELLED = -1;

  static NamedImage seen(String id, int label, byte[] pixels) {
    return new NamedImage(id, label, pixels, null);
  }

  /** The same image with another label. */
  NamedImage withLabel(int other) {
    return new NamedImage(id, other, pixels, unseen);
  }

  static NamedImage unseen(String id, int label, Unseen why) {
    return new NamedImage(id, label, null, why);
  }
}
