// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.picture.Filters;
import convoy.evaluation.picture.PngImage;
import convoy.preprocessing.ImageShape;
import java.util.Arrays;
import java.util.Optional;

/** What the model sees first: the filters of its first layer, and the mean image. */
final class PicturesSection {
  private PicturesSection() {}

  static String filters(Optional<Filters> filters) {
    return filters.map(PicturesSection::filters).orElse("");
  }

  static String meanImage(Optional<MeanImage> mean) {
    return mean.map(PicturesSection::meanImage).orElse("");
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

  private static String meanImage(MeanImage mean) {
    PngImage image = PngImage.of(mean.values(), mean.shape());
    double low = Arrays.stream(mean.values()).filter(Double::isFinite).min().orElse(Double.NaN);
    double high = Arrays.stream(mean.values()).filter(Double::isFinite).max().orElse(Double.NaN);
    return """
        <section id="mean-image">
        <h2>Mean image</h2>
        <figure class="picture">%s<figcaption>The mean of the training split, %s, %s. Black is %s, \
        white is %s: the contrast is stretched.</figcaption></figure>
        </section>
        """
        .formatted(
            image.img("Mean image of the training split", displayWidth(image, 224)),
            mean.shape().height() + " x " + mean.shape().width() + " pixels",
            channels(mean.shape().channels()),
            Figures.decimal(low, 2),
            Figures.decimal(high, 2));
  }

  private static String channels(int channels) {
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
  private static int displayWidth(PngImage image, int wanted) {
    return image.width() * Math.max(1, wanted / image.width());
  }
}
