// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import convoy.preprocessing.augment.TestTimeAugmentation;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How trained parameters are judged: the keys {@code evaluate.*}.
 *
 * @param on the split that is measured: {@code validation} or {@code train}; no setting reads the
 *     test split, which {@code convoy evaluate --on test} alone does
 * @param ensemble checkpoints in the ensemble, at least 1
 * @param soup of the ensemble's checkpoints: {@code none}, {@code uniform}, or {@code greedy},
 *     which is in addition to uniform
 * @param greedySteps of the greedy selection of an ensemble; 0 for no ensembles that are chosen
 * @param augment views of an image that are averaged, as {@link TestTimeAugmentation#parse} reads
 *     them
 * @param mistakes of the best checkpoint, the surest, that are kept with their images; 0 for none
 * @param batch images that go through the network at once, at least 1
 */
public record EvaluateConfig(
    String on,
    int ensemble,
    String soup,
    int greedySteps,
    String augment,
    int mistakes,
    int batch) {
  /** No soup. */
  public static final String NO_SOUP = "none";

  /** The uniform soup and the greedy one. */
  public static final String GREEDY_SOUP = "greedy";

  private static final List<String> SOUPS = List.of(NO_SOUP, "uniform", GREEDY_SOUP);

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
    Legal.checkName("evaluate.soup", soup, SOUPS);
    Legal.wholeNumbers(0, 1000, "steps").check("evaluate.greedySteps", (long) greedySteps);
    checkViews(augment);
    Legal.wholeNumbers(0, 100, "images").check("evaluate.mistakes", (long) mistakes);
    Legal.wholeNumbers(1, 65536, "images").check("evaluate.batch", (long) batch);
  }

  private static void checkViews(String views) {
    try {
      TestTimeAugmentation.parse(views);
    } catch (BadInputException e) {
      throw new BadInputException(
          "evaluate.augment = %s is not none or views: flip, shift N with N from 0 to 128 (pixels), or both: %s"
              .formatted(Legal.shown(views), e.getMessage()),
          e);
    }
  }

  /** The views of an image. */
  public TestTimeAugmentation augmentation() {
    return TestTimeAugmentation.parse(augment);
  }

  /** The split that is measured. */
  public Split split() {
    return Split.valueOf(on.toUpperCase(Locale.ROOT));
  }
}
