// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.metric.Mistake;
import convoy.evaluation.picture.PngImage;
import convoy.preprocessing.Split;
import java.util.List;

/**
 * The mistakes that a member was surest of, with their images.
 *
 * @param member who made them
 * @param split whose examples they are
 * @param mistakes the surest first
 */
public record ShownMistakes(String member, Split split, List<Shown> mistakes) {
  /** Copies the list. */
  public ShownMistakes {
    mistakes = List.copyOf(mistakes);
  }

  /** A mistake, and the image that was mistaken. */
  public record Shown(Mistake mistake, PngImage image) {}
}
