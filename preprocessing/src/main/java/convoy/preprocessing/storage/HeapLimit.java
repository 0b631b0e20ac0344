// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import convoy.preprocessing.BadInputException;
import java.util.Locale;

/** Refuses what is larger than the heap, before it is read into it. */
public final class HeapLimit {
  private HeapLimit() {}

  /**
   * Lets pass what the heap could hold if it were empty.
   *
   * @param what takes the bytes, to begin the message with
   * @throws BadInputException if there are more
   */
  public static void require(long bytes, String what) {
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%s takes %,d MB of memory, more than the heap of %,d MB; give the process more memory",
              what,
              bytes >> 20,
              heap >> 20));
    }
  }
}
