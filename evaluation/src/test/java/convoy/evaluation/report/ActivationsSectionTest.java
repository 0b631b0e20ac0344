// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.picture.ActivationMaps;
import convoy.evaluation.picture.Filters;
import convoy.evaluation.picture.Parsed;
import convoy.evaluation.picture.PngImage;
import convoy.preprocessing.ImageShape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ActivationsSectionTest {
  private static final PngImage IMAGE = new PngImage(1, 1, new int[] {0xff0000});
  private static final ActivationMaps LAYER =
      new ActivationMaps(
          "conv<1>", new Filters(new float[] {0, 1, 0, 3}, 2, new ImageShape(1, 1, 2)), 0.5);

  @Test
  void eachLayerIsAPictureWithWords() {
    Element section =
        Parsed.root(
            ActivationsSection.html(
                new ShownActivations(IMAGE, 1, List.of(LAYER)), List.of("cat", "dog & co")));

    assertThat(Parsed.texts(section, "figcaption"))
        .containsExactly(
            "A training image: dog & co.", "conv<1>, 2 maps of 1 x 2, 50.00\u00a0% zero");
    assertThat(Parsed.all(section, "img"))
        .extracting(image -> image.getAttribute("alt"))
        .containsExactly("the image", "activations of conv<1>, 2 maps of 1 x 2");
  }

  @Test
  void aClassWithoutANameIsANumber() {
    assertThat(
            ActivationsSection.html(new ShownActivations(IMAGE, 3, List.of(LAYER)), List.of("cat")))
        .contains("A training image: class 3.");
  }

  @Test
  void withoutMapsThereIsNoSection() {
    assertThat(ActivationsSection.html(new ShownActivations(IMAGE, 0, List.of()), List.of()))
        .isEmpty();
  }
}
