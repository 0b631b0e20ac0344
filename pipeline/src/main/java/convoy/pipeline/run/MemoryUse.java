// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.folder.PhaseTimes;
import convoy.pipeline.session.OutOfMemory;
import java.io.IOException;

/**
 * The size of some work, so that running out of memory in it can be explained.
 *
 * @param what takes the memory, with its numbers
 * @param change that would take less, as an imperative
 */
record MemoryUse(String what, String change) {
  /**
   * Does the work.
   *
   * @throws OutOfMemoryException if the memory of the driver or of an executor was not enough
   */
  <T> T explain(PhaseTimes.Phase<T> work) throws IOException {
    try {
      return work.run();
    } catch (Exception | OutOfMemoryError e) { // Spark throws checked exceptions undeclared
      if (e instanceof OutOfMemoryException) {
        throw e;
      }
      OutOfMemory found = OutOfMemory.in(e).orElse(null);
      if (found == null) {
        throw e;
      }
      throw new OutOfMemoryException(
          "%s while %s; %s, or %s".formatted(found.what(), what, found.change(), change), e);
    }
  }
}
