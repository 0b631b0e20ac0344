// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class PngImageTest {
  private static final int LINE = 0xc6d6e3;

  @Test
  void theSmallestIsBlackAndTheLargestWhite() {
    PngImage image = PngImage.of(new double[] {-2, 0, 1, 3}, new ImageShape(1, 2, 2));

    // 255 * 2 / 5 = 102 = 0x66, 255 * 3 / 5 = 153 = 0x99
    assertThat(image.rgb()).containsExactly(0x000000, 0x666666, 0x999999, 0xffffff);
  }

  @Test
  void channelsShareOneRange() {
    PngImage image = PngImage.of(new double[] {0, 1, 5, 2, 0, 4}, new ImageShape(3, 1, 2));

    assertThat(image.rgb()).containsExactly(0x00ff00, 0x3366cc);
  }

  @Test
  void ofFourChannelsTheFourthIsNotShownAndDoesNotCount() {
    PngImage image = PngImage.of(new double[] {0, 1, 2, 1_000}, new ImageShape(4, 1, 1));

    assertThat(image.rgb()).containsExactly(0x0080ff);
  }

  @Test
  void ofTwoChannelsTheFirstIsShownInGrey() {
    PngImage image = PngImage.of(new double[] {0, 1, 50, 60}, new ImageShape(2, 1, 2));

    assertThat(image.rgb()).containsExactly(0x000000, 0xffffff);
  }

  @Test
  void equalNumbersAreMidGrey() {
    assertThat(PngImage.of(new double[] {7, 7}, new ImageShape(1, 1, 2)).rgb())
        .containsExactly(0x808080, 0x808080);
  }

  @Test
  void numbersWithoutAShadeStandOutAndDoNotSpoilTheRange() {
    double[] values = {Double.NaN, 0, Double.POSITIVE_INFINITY, 1};

    assertThat(PngImage.of(values, new ImageShape(1, 2, 2)).rgb())
        .containsExactly(PngImage.UNDEFINED, 0x000000, PngImage.UNDEFINED, 0xffffff);
    assertThat(PngImage.of(new double[] {Double.NaN}, new ImageShape(1, 1, 1)).rgb())
        .containsExactly(PngImage.UNDEFINED);
  }

  @Test
  void theLargestDoublesDoNotOverflow() {
    double[] values = {-Double.MAX_VALUE, 0, Double.MAX_VALUE};

    assertThat(PngImage.of(values, new ImageShape(1, 1, 3)).rgb())
        .containsExactly(0x000000, 0x808080, 0xffffff);
  }

  @Test
  void bytesAreShownAsTheyAre() {
    byte[] pixels = {0, 100, (byte) 200, (byte) 255, 1, 2};

    assertThat(PngImage.ofBytes(pixels, new ImageShape(3, 1, 2)).rgb())
        .containsExactly(0x00c801, 0x64ff02);
  }

  @Test
  void whatLiesBeyondAGivenRangeIsBlackOrWhite() {
    double[] values = {-300, -1, 0, 0.2, 1, 300};

    assertThat(PngImage.of(values, new ImageShape(1, 1, 6), -1, 1).rgb())
        .containsExactly(0x000000, 0x000000, 0x808080, 0x999999, 0xffffff, 0xffffff);
    assertThat(PngImage.of(new double[] {5}, new ImageShape(1, 1, 1), 0, 0).rgb())
        .containsExactly(0x808080);
  }

  @Test
  void aPictureIsShrunkToMeansOfSquares() {
    int[] rgb = {
      0x000000, 0x040000, 0x0a0a0a, //
      0x080000, 0x0c0000, 0x141414, //
      0x0000ff, 0x000101, 0x123456
    };
    PngImage image = new PngImage(3, 3, rgb);

    assertThat(image.shrunk(2).width()).isEqualTo(2);
    assertThat(image.shrunk(2).rgb()).containsExactly(0x060000, 0x0f0f0f, 0x000180, 0x123456);
    assertThat(image.shrunk(1).width()).isEqualTo(1);
    assertThat(image.shrunk(3)).isSameAs(image);
  }

  @Test
  void fewerShadesAreTheNearestOnes() {
    PngImage image = new PngImage(2, 1, new int[] {0x002b7f, 0x80d4ff});

    // Of four shades: 0, 85, 170, 255.
    assertThat(image.inShades(4).rgb()).containsExactly(0x005555, 0xaaaaff);
    assertThat(image.inShades(256)).isNotSameAs(image);
    assertThat(image.inShades(256).rgb()).isEqualTo(image.rgb());
  }

  @Test
  void aGridHasALineAroundEachTile() {
    PngImage[] tiles = {tile(0x110000), tile(0x220000), tile(0x330000)};
    PngImage grid = PngImage.grid(tiles, 2);

    assertThat(grid.width()).isEqualTo(5);
    assertThat(grid.height()).isEqualTo(5);
    assertThat(grid.rgb())
        .containsExactly(
            LINE, LINE, LINE, LINE, LINE, //
            LINE, 0x110000, LINE, 0x220000, LINE, //
            LINE, LINE, LINE, LINE, LINE, //
            LINE, 0x330000, LINE, LINE, LINE, //
            LINE, LINE, LINE, LINE, LINE);
  }

  @Test
  void theBytesAreAPngOfThePicture() throws Exception {
    PngImage image = PngImage.of(new double[] {0, 1, 5, 2, 0, 4}, new ImageShape(3, 1, 2));
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(image.bytes()));

    assertThat(read.getRGB(0, 0, 2, 1, null, 0, 2)).containsExactly(0xff00ff00, 0xff3366cc);
    assertThat(image.bytes()).isEqualTo(image.bytes());
  }

  @Test
  void theElementHoldsThePictureItself() {
    PngImage image = PngImage.of(new double[8], new ImageShape(1, 2, 4));
    Element img = Parsed.root(image.img("a \"<b>\"", 100));
    String prefix = "data:image/png;base64,";

    assertThat(img.getAttribute("alt")).isEqualTo("a \"<b>\"");
    assertThat(img.getAttribute("width")).isEqualTo("100");
    assertThat(img.getAttribute("height")).isEqualTo("50");
    assertThat(img.getAttribute("src")).startsWith(prefix);
    assertThat(Base64.getDecoder().decode(img.getAttribute("src").substring(prefix.length())))
        .isEqualTo(image.bytes());
  }

  @Test
  void eachFilterIsScaledByItself() {
    Filters filters =
        new Filters(new float[] {0, 1, 100, 300, 5, Float.NaN}, 3, new ImageShape(1, 1, 2));
    PngImage grid = filters.grid();

    assertThat(grid.width()).isEqualTo(3 * 3 + 1);
    assertThat(grid.height()).isEqualTo(3);
    assertThat(java.util.Arrays.copyOfRange(grid.rgb(), 10, 20))
        .containsExactly(
            LINE,
            0x000000,
            0xffffff,
            LINE,
            0x000000,
            0xffffff,
            LINE,
            0x808080,
            PngImage.UNDEFINED,
            LINE);
  }

  @Test
  void filtersFillTheirGridWhereTheyCan() {
    assertThat(columns(1)).isEqualTo(1);
    assertThat(columns(7)).isEqualTo(3);
    assertThat(columns(32)).isEqualTo(8);
    assertThat(columns(64)).isEqualTo(8);
    assertThat(columns(96)).isEqualTo(12);
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    ImageShape shape = new ImageShape(1, 2, 2);

    assertThatThrownBy(() -> PngImage.of(new double[3], shape)).hasMessageContaining("3 values");
    assertThatThrownBy(() -> new PngImage(2, 2, new int[3])).hasMessageContaining("3 colours");
    assertThatThrownBy(() -> new Filters(new float[7], 2, shape)).hasMessageContaining("7 weights");
    assertThatThrownBy(() -> new Filters(new float[0], 0, shape)).hasMessageContaining("0 filters");
    assertThatThrownBy(() -> PngImage.grid(new PngImage[0], 1)).hasMessageContaining("0 tiles");
    assertThatThrownBy(
            () -> PngImage.grid(new PngImage[] {tile(0), new PngImage(2, 1, new int[2])}, 2))
        .hasMessageContaining("one size");
  }

  private static int columns(int count) {
    return (new Filters(new float[count], count, new ImageShape(1, 1, 1)).grid().width() - 1) / 2;
  }

  private static PngImage tile(int colour) {
    return new PngImage(1, 1, new int[] {colour});
  }
}
