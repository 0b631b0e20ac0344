// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import java.io.IOException;

/** A command that leaves something to go on with where it was stopped. */
interface Resumable {
  /**
   * One sentence that says what is kept, and what to type to go on; empty where nothing is kept.
   *
   * @throws IOException if that cannot be read
   */
  String kept() throws IOException;
}
