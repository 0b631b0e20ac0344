// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import convoy.preprocessing.BadInputException;

/** A checkpoint that was cut short or changed after it was written. */
public final class DamagedCheckpointException extends BadInputException {
  private static final long serialVersionUID = 1L;

  DamagedCheckpointException(String where, String why, Throwable cause) {
    super(
        "checkpoint %s is damaged (%s); move it away to judge the run without it, or train on with --resume"
            .formatted(where, why),
        cause);
  }
}
