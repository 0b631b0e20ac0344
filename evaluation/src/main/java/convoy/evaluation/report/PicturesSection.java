// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.picture.Filters;
import convoy.evaluation.picture.PngImage;
import convoy.preprocessing.ImageShape;
import java.util.Optional;

/** What the model sees first: the filters of its first layer. */
final class PicturesSection {
  private PicturesSection() {}

  static String filters(Optional<Filters> filters) {
    return filters.map(PicturesSection::filters).orElse("");
  }

  private static String filters(Filters filters) {
    PngImage grid = filters.grid();
    ImageShape shape = filters.shape();
    String alt =
        "%s filters of %s x %s pixels".formatted(filters.count(), shape.height(), shape.width());
    return """
        <section id="filters">
        <h2>First-layer filters</h2>
        <figure class="picture">%s<figcaption>%s, %s. Each is scaled from its own smallest weight \
        (black) to its own largest (white), so strengths do not compare.</figcaption></figure>
        </section>
        """
        .formatted(grid.img(alt, displayWidth(grid, 600)), alt, channels(shape.channels()));
  }

  /** How many channels there are, and how they are shown. */
  static String channels(int channels) {
    return switch (channels) {
      case 1 -> "in grey";
      case 2 -> "the first of 2 channels in grey";
      case 3 -> "red, green and blue";
      default -> "the first three of %s channels as red, green and blue".formatted(channels);
    };
  }

  /**
   * A whole multiple of the picture's width near the wanted one, so that its pixels stay square.
   */
  static int displayWidth(PngImage image, int wanted) {
    return image.width() * Math.max(1, wanted / image.width());
  }
}
