// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The part of a data set that an example belongs to. */
public enum Split {
  /** What is learned from: the only split that statistics see. */
  TRAIN,
  /** What choices are made on: stopping, checkpoints, settings. */
  VALIDATION,
  /** What is measured once, at the end. */
  TEST;

  /** The name in files and on the command line: {@code train}, {@code validation}, {@code test}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The split of such a name; none for any other. */
  public static Optional<Split> ofCode(String code) {
    return Arrays.stream(values()).filter(split -> split.code().equals(code)).findFirst();
  }
}
