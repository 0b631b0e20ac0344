// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.metric.Mistake;
import convoy.evaluation.picture.Parsed;
import convoy.evaluation.picture.PngImage;
import convoy.preprocessing.Split;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class MistakesSectionTest {
  private static final PngImage IMAGE = new PngImage(2, 1, new int[] {0, 0xffffff});

  private static ShownMistakes shown(Mistake... mistakes) {
    return new ShownMistakes(
        "<b>member",
        Split.VALIDATION,
        List.of(mistakes).stream()
            .map(mistake -> new ShownMistakes.Shown(mistake, IMAGE))
            .toList());
  }

  @Test
  void aMistakeSaysWhatItIsAndWhatItWasTakenFor() {
    Element section =
        Parsed.root(
            MistakesSection.html(
                shown(new Mistake(7, 0, 1, 0.875), new Mistake(8, 1, 2, 0.5)),
                List.of("cat", "<script>")));

    assertThat(Parsed.texts(section, "figcaption"))
        .containsExactly(
            "cat, taken for <script> with 87.50\u00a0%",
            "<script>, taken for class 2 with 50.00\u00a0%");
    assertThat(Parsed.texts(section, "h2"))
        .containsExactly("Most confident mistakes, of <b>member on the validation split");
    assertThat(Parsed.all(section, "img"))
        .extracting(image -> image.getAttribute("alt"))
        .containsExactly("cat, taken for <script>", "<script>, taken for class 2");
  }

  @Test
  void withoutAMistakeThereIsNoSection() {
    assertThat(MistakesSection.html(shown(), List.of())).isEmpty();
  }
}
