// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.evaluation.metric.Mistake;
import convoy.evaluation.picture.ClassName;
import convoy.evaluation.report.ShownMistakes.Shown;
import java.util.List;

/**
 * The mistakes that the best checkpoint was surest of, as pictures: wrong labels, classes that mean
 * the same and faults of the preprocessing are found there.
 */
final class MistakesSection {
  /** Longest side in pixels of an image as it stands in the page. */
  private static final int LONGEST = 96;

  private MistakesSection() {}

  /** The section; empty without a mistake. */
  static String html(ShownMistakes shown, List<String> classNames) {
    if (shown.mistakes().isEmpty()) {
      return "";
    }
    StringBuilder pictures = new StringBuilder();
    shown.mistakes().forEach(mistake -> pictures.append(picture(mistake, classNames)));
    return """
        <section id="mistakes">
        <h2>Most confident mistakes, of %s on the %s split</h2>
        <div class="mistakes">
        %s</div>
        <p class="note">What a classifier is surest of and still wrong about: look for labels that are \
        wrong, classes that overlap, and images that the preprocessing harms.</p>
        </section>
        """
        .formatted(escape(shown.member()), shown.split().code(), pictures);
  }

  private static String picture(Shown shown, List<String> classNames) {
    Mistake mistake = shown.mistake();
    String label = ClassName.of(mistake.label(), classNames);
    String predicted = ClassName.of(mistake.predicted(), classNames);
    return """
        <figure class="picture">%s<figcaption>%s, taken for <strong>%s</strong> with %s</figcaption></figure>
        """
        .formatted(
            shown.image().shrunk(LONGEST).img(label + ", taken for " + predicted, LONGEST),
            escape(label),
            escape(predicted),
            Figures.percent(mistake.confidence()));
  }
}
