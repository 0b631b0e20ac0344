// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.evaluation.picture.ActivationMaps;
import convoy.evaluation.picture.ClassName;
import convoy.evaluation.picture.PngImage;
import java.util.List;

/** What each layer makes of one image, as pictures. */
final class ActivationsSection {
  private static final int IMAGE_WIDTH = 96;
  private static final int MAPS_WIDTH = 380;

  private ActivationsSection() {}

  /** The section; empty without a layer that has maps. */
  static String html(ShownActivations shown, List<String> classNames) {
    if (shown.layers().isEmpty()) {
      return "";
    }
    StringBuilder pictures = new StringBuilder();
    shown.layers().forEach(layer -> pictures.append(picture(layer)));
    return """
        <section id="activations">
        <h2>Activations of one image</h2>
        <figure class="picture">%s<figcaption>A training image: %s.</figcaption></figure>
        <div class="pictures">
        %s</div>
        <p class="note">One map a filter, black the layer's smallest output and white its largest. While a \
        network learns, maps become sparse and localized; one that is black for many different images \
        is of a dead filter.</p>
        </section>
        """
        .formatted(
            shown.image().shrunk(IMAGE_WIDTH).img("the image", IMAGE_WIDTH),
            escape(ClassName.of(shown.label(), classNames)),
            pictures);
  }

  private static String picture(ActivationMaps layer) {
    PngImage grid = layer.grid();
    String size =
        "%s maps of %s x %s"
            .formatted(
                layer.maps().count(), layer.maps().shape().height(), layer.maps().shape().width());
    return """
        <figure class="picture">%s<figcaption><strong>%s</strong>, %s, %s zero</figcaption></figure>
        """
        .formatted(
            grid.shrunk(2 * MAPS_WIDTH)
                .inShades(32)
                .img(
                    "activations of %s, %s".formatted(layer.layer(), size),
                    PicturesSection.displayWidth(grid, MAPS_WIDTH)),
            escape(layer.layer()),
            size,
            Figures.percent(layer.zeros()));
  }
}
