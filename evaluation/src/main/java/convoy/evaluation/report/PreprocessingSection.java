// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.evaluation.picture.PngImage;
import convoy.evaluation.picture.PrincipalImages;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.augment.ContactSheet;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The training split's statistics as pictures: mean and deviation, spectrum, eigenvectors, images
 * reduced and whitened (the figure of the course notes CS231n, Neural Networks Part 2, section
 * "Data Preprocessing"), and images augmented. Every grid of images is one PNG.
 */
final class PreprocessingSection {
  /** As many as the course notes show. */
  private static final int COMPONENTS = 144;

  /** The longest side of an image within a grid; larger ones are reduced, for the page's size. */
  private static final int LONGEST = 64;

  /**
   * Shades of pictures whose contrast is stretched anyway: half the bytes, and nothing to be seen.
   */
  private static final int SHADES = 32;

  /** Widths of a grid in CSS pixels: of one that stands alone, and of one beside another. */
  private static final int WIDE = 800;

  private static final int HALF = 470;

  private final PreprocessingPictures pictures;
  private final PrincipalImages principal;
  private final ImageShape shape;
  private final SpectrumCharts spectrum;
  private final int components;

  private PreprocessingSection(PreprocessingPictures pictures) {
    this.pictures = pictures;
    this.principal = pictures.principal();
    this.shape = principal.shape();
    this.spectrum = new SpectrumCharts(principal.eigenvalues(), pictures.variance());
    this.components = Math.min(COMPONENTS, principal.count());
  }

  static String html(PreprocessingPictures pictures) {
    return new PreprocessingSection(pictures).html();
  }

  private String html() {
    return """
        <section id="preprocessing">
        <h2>Preprocessing</h2>
        <p class="note">%s</p>
        <div class="pictures">
        %s%s</div>
        %s%s</section>
        """
        .formatted(
            summary(),
            mean(),
            deviation(),
            components == 0 ? originals() : spectrum() + principal(),
            pictures.augmented().map(PreprocessingSection::augmented).orElse(""));
  }

  private String spectrum() {
    return """
        <div class="charts">
        %s%s</div>
        """
        .formatted(spectrum.eigenvalues(), spectrum.cumulated());
  }

  private String principal() {
    return pictures.examples().isEmpty() ? eigenvectors(WIDE) : courseFigure();
  }

  private String summary() {
    String images =
        "Statistics of the training split alone: images of %s x %s pixels, %s."
            .formatted(shape.height(), shape.width(), PicturesSection.channels(shape.channels()));
    if (components == 0) {
      return images + " Covariance and principal components were not computed.";
    }
    return (images + " The first %s of %s components hold %s of the variance%s.")
        .formatted(
            components,
            Figures.count(shape.size()),
            Figures.percent(spectrum.share(components)),
            beyond());
  }

  /** How many components hold nearly everything; or, where too few were found, what all hold. */
  private String beyond() {
    int enough = spectrum.componentsFor(0.99);
    int found = principal.eigenvalues().length;
    if (enough > 0) {
      return "; %s hold 99\u00a0%%".formatted(Figures.count(enough));
    }
    return found > components && pictures.variance() > 0
        ? "; the %s that were found hold %s"
            .formatted(Figures.count(found), Figures.percent(spectrum.share(found)))
        : "";
  }

  private String mean() {
    return single(
        principal.mean(), "Mean image of the training split", "The mean of the training split");
  }

  private String deviation() {
    return single(
        pictures.deviation(),
        "Standard deviation of each pixel of the training split",
        "The standard deviation of each value");
  }

  private String single(double[] values, String alt, String caption) {
    PngImage image = PngImage.of(values, shape);
    double low = finite(values).min().orElse(Double.NaN);
    double high = finite(values).max().orElse(Double.NaN);
    return figure(
        image,
        224,
        alt,
        "%s. Black is %s, white is %s: the contrast is stretched."
            .formatted(caption, Figures.decimal(low, 2), Figures.decimal(high, 2)));
  }

  private static DoubleStream finite(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite);
  }

  private String eigenvectors(int width) {
    List<PngImage> tiles =
        IntStream.range(0, components)
            .mapToObj(principal::vector)
            .map(image -> image.inShades(SHADES))
            .toList();
    String alt = "The first %s eigenvectors of the covariance as images".formatted(components);
    return figure(
        grid(tiles, columns(components)),
        width,
        alt,
        alt
            + ", largest eigenvalue first, row by row. Each is scaled from its own smallest value"
            + " (black) to its own largest (white), all channels together.");
  }

  private String originals() {
    int count = pictures.examples().size();
    if (count == 0) {
      return "";
    }
    String which = count == 1 ? "An image" : count + " images";
    return panel(
        image -> PngImage.ofBytes(image, shape),
        which + " of the training split as they are",
        which + " of the training split.");
  }

  private String courseFigure() {
    String kept = components == 1 ? "1 component" : components + " components";
    return """
        <div class="pictures">
        %s%s%s%s</div>
        """
        .formatted(
            originals(),
            eigenvectors(HALF),
            panel(
                image -> PngImage.of(principal.reduced(image, components), shape, 0, 255),
                "The same images reduced to " + kept,
                "The same, reduced to %s of %s numbers an image."
                    .formatted(components, Figures.count(shape.size()))),
            panel(
                this::whitened,
                "The same images whitened with " + kept,
                "The same components, each divided by its deviation, turned back: what all images"
                    + " have much of has become faint, and what they have little of strong. Grey is"
                    + " 0; each image is scaled by its own largest magnitude."));
  }

  private PngImage whitened(byte[] image) {
    double[] values = principal.whitened(image, components);
    double most = finite(values).map(Math::abs).max().orElse(0);
    return PngImage.of(values, shape, -most, most).inShades(SHADES);
  }

  private String panel(Function<byte[], PngImage> drawing, String alt, String caption) {
    List<PngImage> tiles = pictures.examples().stream().map(drawing).toList();
    return figure(grid(tiles, columns(tiles.size())), HALF, alt, caption);
  }

  private static String augmented(ContactSheet sheet) {
    List<PngImage> tiles =
        sheet.rows().stream()
            .flatMap(row -> row.images().stream())
            .map(image -> PngImage.ofBytes(image, sheet.shape()))
            .toList();
    int epochs = sheet.rows().get(0).images().size() - 1;
    String names =
        sheet.rows().stream().map(ContactSheet.Row::name).collect(Collectors.joining(", "));
    return figure(
        grid(tiles, epochs + 1),
        WIDE,
        "Training images augmented, epoch by epoch: " + names,
        ("Augmentation (%s). On the left the image as it is, then as the network sees it in the first"
                + " %s. From top to bottom: %s.")
            .formatted(sheet.chain(), epochs == 1 ? "epoch" : epochs + " epochs", names));
  }

  private static PngImage grid(List<PngImage> tiles, int columns) {
    return PngImage.grid(
        tiles.stream().map(tile -> tile.shrunk(LONGEST)).toArray(PngImage[]::new), columns);
  }

  private static int columns(int tiles) {
    return (int) Math.ceil(Math.sqrt(tiles));
  }

  /** A figure; alternative and caption are escaped here. */
  private static String figure(PngImage image, int wanted, String alt, String caption) {
    return """
        <figure class="picture">%s<figcaption>%s</figcaption></figure>
        """
        .formatted(image.img(alt, PicturesSection.displayWidth(image, wanted)), escape(caption));
  }
}
