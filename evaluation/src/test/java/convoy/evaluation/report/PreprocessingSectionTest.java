// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.evaluation.picture.Parsed;
import convoy.evaluation.picture.PrincipalImages;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.augment.ContactSheet;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class PreprocessingSectionTest {
  private static final ImageShape SHAPE = new ImageShape(3, 16, 16);
  private static final ImageShape TINY = new ImageShape(1, 3, 4);

  @Test
  void everyPictureIsOneImageWithAText() {
    Element section = section(FakePreprocessing.pictures(SHAPE, 144, 49));

    assertThat(Parsed.all(section, "img"))
        .extracting(img -> img.getAttribute("alt"))
        .containsExactly(
            "Mean image of the training split",
            "Standard deviation of each pixel of the training split",
            "49 images of the training split as they are",
            "The first 144 eigenvectors of the covariance as images",
            "The same images reduced to 144 components",
            "The same images whitened with 144 components",
            "Training images augmented, epoch by epoch: frog 0, frog 1, frog 2, frog 3, frog 4,"
                + " frog 5");
    assertThat(Parsed.all(section, "img"))
        .allMatch(img -> img.getAttribute("src").startsWith("data:image/png;base64,"));
    assertThat(Parsed.all(section, "*"))
        .noneMatch(element -> element.hasAttribute("href") || element.hasAttribute("srcset"));
    assertThat(Parsed.texts(section, "figcaption"))
        .anyMatch(text -> text.contains("reduced to 144 of 768 numbers"))
        .anyMatch(text -> text.contains(FakePreprocessing.CHAIN + "). On the left"));
  }

  @Test
  void withoutComponentsItShowsImagesAndSaysSo() {
    Element section = section(FakePreprocessing.pictures(SHAPE, 0, 49));

    assertThat(Parsed.all(section, "img"))
        .extracting(img -> img.getAttribute("alt"))
        .containsExactly(
            "Mean image of the training split",
            "Standard deviation of each pixel of the training split",
            "49 images of the training split as they are",
            "Training images augmented, epoch by epoch: frog 0, frog 1, frog 2, frog 3, frog 4,"
                + " frog 5");
    assertThat(Parsed.all(section, "svg")).isEmpty();
    assertThat(section.getTextContent())
        .contains("16 x 16 pixels", "principal components were not computed")
        .doesNotContain("NaN");
  }

  @Test
  void gridsAreAsLargeAsTheirImages() throws IOException {
    Element section = section(FakePreprocessing.pictures(SHAPE, 144, 49));

    assertThat(png(section, 2).getWidth()).isEqualTo(7 * 17 + 1);
    assertThat(png(section, 3).getWidth()).isEqualTo(12 * 17 + 1);
    assertThat(png(section, 3).getHeight()).isEqualTo(12 * 17 + 1);
    assertThat(png(section, 6).getWidth()).isEqualTo(9 * 17 + 1);
    assertThat(png(section, 6).getHeight()).isEqualTo(6 * 17 + 1);
  }

  /** What the fake images are made of is in their 144 components; noise is left behind. */
  @Test
  void reducedImagesLookLikeTheOnesTheyCameFrom() throws IOException {
    Element section = section(FakePreprocessing.pictures(SHAPE, 144, 49));
    BufferedImage whole = png(section, 2);
    BufferedImage reduced = png(section, 4);
    BufferedImage whitened = png(section, 5);

    double difference = 0;
    double grey = 0;
    int pixels = whole.getWidth() * whole.getHeight();
    for (int i = 0; i < pixels; i++) {
      int x = i % whole.getWidth();
      int y = i / whole.getWidth();
      difference += Math.abs(green(whole, x, y) - green(reduced, x, y));
      grey += x % 17 == 0 || y % 17 == 0 ? 127.5 : green(whitened, x, y);
    }
    assertThat(difference / pixels).isBetween(1.0, 12.0);
    assertThat(grey / pixels).isCloseTo(127.5, within(2.0));
  }

  @Test
  void withoutExamplesTheStatisticsAreShownAlone() {
    Element section = section(FakePreprocessing.pictures(SHAPE, 144, 0));

    assertThat(Parsed.all(section, "img")).hasSize(3);
    assertThat(Parsed.texts(section, "title"))
        .containsExactly("Eigenvalues of the covariance", "Variance held by the first components");
  }

  @Test
  void smallImagesShowAllTheComponentsThereAre() throws IOException {
    Element section = section(FakePreprocessing.pictures(TINY, 12, 5));

    assertThat(section.getTextContent())
        .contains("images of 3 x 4 pixels, in grey")
        .contains("The first 12 of 12 components hold 100.00\u00a0% of the variance")
        .contains("reduced to 12 of 12 numbers");
    assertThat(png(section, 3).getWidth()).isEqualTo(4 * 5 + 1);
    assertThat(png(section, 3).getHeight()).isEqualTo(3 * 4 + 1);
    assertThat(png(section, 4).getRGB(1, 1)).isEqualTo(png(section, 2).getRGB(1, 1));
  }

  @Test
  void oneImageOfOneValueIsEnough() {
    ImageShape one = new ImageShape(1, 1, 1);
    PrincipalImages principal =
        new PrincipalImages(one, new double[] {9}, new double[] {0}, new double[] {1});
    Element section =
        section(
            new PreprocessingPictures(
                principal, new double[1], List.of(new byte[] {9}), Optional.empty()));

    assertThat(section.getTextContent())
        .contains("An image of the training split", "hold – of the variance.")
        .doesNotContain("NaN", "Infinity");
    assertThat(Parsed.all(section, "img").get(5).getAttribute("alt"))
        .isEqualTo("The same images whitened with 1 component");
  }

  /** The eigenvalues that are not given count: 3 of 4 in variance here. */
  @Test
  void shareIsOfTheWholeVariance() {
    ImageShape four = new ImageShape(1, 2, 2);
    PrincipalImages principal =
        new PrincipalImages(
            four, new double[4], new double[] {2, 1}, new double[] {1, 0, 0, 0, 0, 1, 0, 0});
    double deviation = 1;
    Element section =
        section(
            new PreprocessingPictures(
                principal,
                new double[] {deviation, deviation, deviation, deviation},
                List.of(),
                Optional.empty()));

    assertThat(section.getTextContent())
        .contains("The first 2 of 4 components hold 75.00\u00a0% of the variance.")
        .doesNotContain("hold 99");
  }

  /** As statistics of large images are: of 256 components found, 144 are shown. */
  @Test
  void whatAllComponentsFoundHoldIsSaidWhereTheyDoNotHoldEnough() {
    ImageShape four = new ImageShape(1, 2, 2);
    double[] deviation = {1, 1, 1, 1};
    PrincipalImages principal =
        new PrincipalImages(
            four, new double[4], new double[] {2, 1, 0.5}, new double[] {1, 0, 0, 0, 0, 1, 0, 0});
    Element section =
        section(new PreprocessingPictures(principal, deviation, List.of(), Optional.empty()));

    assertThat(section.getTextContent())
        .contains(
            "The first 2 of 4 components hold 75.00\u00a0% of the variance; the 3 that were found"
                + " hold 87.50\u00a0%.");
  }

  @Test
  void largeImagesAreReducedForThePage() throws IOException {
    ImageShape large = new ImageShape(1, 100, 300);
    byte[] image = new byte[large.size()];
    ContactSheet sheet =
        new ContactSheet("flip", large, List.of(new ContactSheet.Row("a", List.of(image, image))));
    PrincipalImages principal =
        new PrincipalImages(
            large, new double[large.size()], new double[] {1}, new double[large.size()]);
    Element section =
        section(
            new PreprocessingPictures(
                principal, new double[large.size()], List.of(image), Optional.of(sheet)));

    // A fifth: 60 x 20.
    assertThat(png(section, 6).getWidth()).isEqualTo(2 * 61 + 1);
    assertThat(png(section, 6).getHeight()).isEqualTo(21 + 1);
  }

  @Test
  void namesAreEscaped() {
    String nasty = "<script>\"&'";
    byte[] image = new byte[TINY.size()];
    ContactSheet sheet =
        new ContactSheet(nasty, TINY, List.of(new ContactSheet.Row(nasty, List.of(image, image))));
    PreprocessingPictures plain = FakePreprocessing.pictures(TINY, 12, 0);
    PreprocessingPictures pictures =
        new PreprocessingPictures(
            plain.principal(), plain.deviation(), List.of(image), Optional.of(sheet));

    assertThat(PreprocessingSection.html(pictures)).doesNotContain("<script");
    Element section = section(pictures);
    assertThat(Parsed.all(section, "img").get(6).getAttribute("alt")).endsWith(": " + nasty);
    assertThat(section.getTextContent())
        .contains(
            "Augmentation (" + nasty + ")", "in the first epoch. From top to bottom: " + nasty);
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    PrincipalImages principal = FakePreprocessing.pictures(TINY, 12, 0).principal();

    assertThatThrownBy(
            () -> new PreprocessingPictures(principal, new double[11], List.of(), Optional.empty()))
        .hasMessage("11 deviations for images of 3 x 4 x 1");
    assertThatThrownBy(
            () ->
                new PreprocessingPictures(
                    principal, new double[12], List.of(new byte[13]), Optional.empty()))
        .hasMessage("an example of 13 bytes, not of 3 x 4 x 1");
  }

  private static Element section(PreprocessingPictures pictures) {
    return Parsed.root(PreprocessingSection.html(pictures));
  }

  private static BufferedImage png(Element section, int index) throws IOException {
    String src = Parsed.all(section, "img").get(index).getAttribute("src");
    byte[] bytes = Base64.getDecoder().decode(src.substring(src.indexOf(',') + 1));
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  private static int green(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) >> 8 & 0xff;
  }
}
