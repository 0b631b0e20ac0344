// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import convoy.preprocessing.Split;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How trained parameters are judged: the keys {@code evaluate.*}.
 *
 * @param on the split that is measured: {@code validation} or {@code train}; no setting reads the
 *     test split, which {@code convoy evaluate --on test} alone does
 * @param ensemble checkpoints in the ensemble, at least 1
 * @param batch images that go through the network at once, at least 1
 */
public record EvaluateConfig(String on, int ensemble, int batch) {
  private static final List<String> SPLITS =
      Stream.of(Split.VALIDATION, Split.TRAIN).map(Split::code).toList();

  /**
   * Checks all of them.
   *
   * @throws convoy.preprocessing.BadInputException if one is not legal
   */
  public EvaluateConfig {
    Legal.checkName("evaluate.on", on, SPLITS);
    Legal.wholeNumbers(1, 1000, "checkpoints").check("evaluate.ensemble", (long) ensemble);
    Legal.wholeNumbers(1, 65536, "images").check("evaluate.batch", (long) batch);
  }

  /** The split that is measured. */
  public Split split() {
    return Split.valueOf(on.toUpperCase(Locale.ROOT));
  }
}
