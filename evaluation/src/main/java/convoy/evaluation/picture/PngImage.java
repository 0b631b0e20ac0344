// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import convoy.preprocessing.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A small picture of numbers, as PNG.
 *
 * <p>Numbers become shades by their own range: the smallest is black, the largest white, over all
 * channels shown, so that colours keep their balance. Numbers that are all equal are mid-grey, and
 * one that is NaN or infinite is {@link #UNDEFINED}, a red that stands out.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb {@code [height, width]}, {@code 0xRRGGBB}; not copied, not to be changed
 */
public record PngImage(int width, int height, int[] rgb) {
  /** The colour of NaN and of the infinities, {@code 0xRRGGBB}. */
  public static final int UNDEFINED = 0xd00000;

  private static final int LINE = 0xc6d6e3;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if there is not a colour for every pixel
   */
  public PngImage {
    if (width < 1 || height < 1 || rgb.length != Math.multiplyExact(width, height)) {
      throw new IllegalArgumentException(
          "%s colours for %s x %s pixels".formatted(rgb.length, width, height));
    }
  }

  /**
   * A picture of one image.
   *
   * @param values {@code [channels, height, width]}; of three channels and more the first three are
   *     shown as red, green and blue, of fewer the first one in grey
   * @throws IllegalArgumentException if the values do not have that shape
   */
  public static PngImage of(double[] values, ImageShape shape) {
    requireSize(values.length, shape);
    int shown = shape.channels() >= 3 ? 3 : 1;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < shown * shape.plane(); i++) {
      if (Double.isFinite(values[i])) {
        low = Math.min(low, values[i]);
        high = Math.max(high, values[i]);
      }
    }
    return of(values, shape, low, high);
  }

  /**
   * A picture of one image in shades that do not depend on it.
   *
   * @param values {@code [channels, height, width]}, as for {@link #of(double[], ImageShape)}
   * @param low becomes black, as do smaller values
   * @param high becomes white, as do larger values; where it is not above low all is mid-grey
   * @throws IllegalArgumentException if the values do not have that shape
   */
  public static PngImage of(double[] values, ImageShape shape, double low, double high) {
    requireSize(values.length, shape);
    int shown = shape.channels() >= 3 ? 3 : 1;
    int[] rgb = new int[shape.plane()];
    for (int i = 0; i < rgb.length; i++) {
      int red = shade(values[i], low, high);
      int green = shown == 1 ? red : shade(values[i + shape.plane()], low, high);
      int blue = shown == 1 ? red : shade(values[i + 2 * shape.plane()], low, high);
      rgb[i] = red < 0 || green < 0 || blue < 0 ? UNDEFINED : red << 16 | green << 8 | blue;
    }
    return new PngImage(shape.width(), shape.height(), rgb);
  }

  /**
   * A picture of one image as it is: 0 is black and 255 white.
   *
   * @param pixels {@code [channels, height, width]} of one unsigned byte each; channels as for
   *     {@link #of(double[], ImageShape)}
   * @throws IllegalArgumentException if the bytes do not have that shape
   */
  public static PngImage ofBytes(byte[] pixels, ImageShape shape) {
    double[] values = new double[pixels.length];
    Arrays.setAll(values, i -> Byte.toUnsignedInt(pixels[i]));
    return of(values, shape, 0, 255);
  }

  private static void requireSize(int values, ImageShape shape) {
    if (values != shape.size()) {
      throw new IllegalArgumentException("%s values for %s".formatted(values, shape));
    }
  }

  /** From 0 to 255, or -1 for a value that has no shade. */
  private static int shade(double value, double low, double high) {
    if (!Double.isFinite(value)) {
      return -1;
    }
    // Halved first: the difference of the largest doubles would be infinite.
    double range = high / 2 - low / 2;
    if (!(range > 0)) {
      return 128;
    }
    return (int) Math.min(255, Math.max(0, Math.round(255 * ((value / 2 - low / 2) / range))));
  }

  /**
   * The picture, reduced by a whole factor so that no side is longer than that: each pixel is the
   * mean of those it stands for. One that fits is returned as it is.
   *
   * @param longest in pixels, 1 or more
   */
  public PngImage shrunk(int longest) {
    int factor = (Math.max(width, height) + longest - 1) / longest;
    if (factor <= 1) {
      return this;
    }
    int newWidth = (width + factor - 1) / factor;
    int newHeight = (height + factor - 1) / factor;
    int[] means = new int[newWidth * newHeight];
    Arrays.setAll(means, i -> mean(i % newWidth * factor, i / newWidth * factor, factor));
    return new PngImage(newWidth, newHeight, means);
  }

  private int mean(int left, int top, int side) {
    int right = Math.min(width, left + side);
    int bottom = Math.min(height, top + side);
    int red = 0;
    int green = 0;
    int blue = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int colour = rgb[y * width + x];
        red += colour >> 16;
        green += colour >> 8 & 0xff;
        blue += colour & 0xff;
      }
    }
    float pixels = (right - left) * (bottom - top);
    return Math.round(red / pixels) << 16
        | Math.round(green / pixels) << 8
        | Math.round(blue / pixels);
  }

  /**
   * The picture in fewer shades, for a smaller file: each of red, green and blue becomes the
   * nearest of so many from black to white.
   *
   * @param shades of each, 2 to 256
   */
  public PngImage inShades(int shades) {
    int[] fewer = new int[rgb.length];
    Arrays.setAll(
        fewer,
        i ->
            nearest(rgb[i] >> 16, shades) << 16
                | nearest(rgb[i] >> 8 & 0xff, shades) << 8
                | nearest(rgb[i] & 0xff, shades));
    return new PngImage(width, height, fewer);
  }

  private static int nearest(int value, int shades) {
    return Math.round(Math.round(value * (shades - 1) / 255f) * 255f / (shades - 1));
  }

  /**
   * Pictures of one size beside and below each other, with a pale blue line of one pixel around
   * each, which neither grey nor white runs into.
   *
   * @param tiles row by row, at least one
   * @param columns pictures in a row, 1 or more; the last row may be shorter
   * @throws IllegalArgumentException if the sizes differ, or there is no tile or no column
   */
  public static PngImage grid(PngImage[] tiles, int columns) {
    if (tiles.length == 0 || columns < 1) {
      throw new IllegalArgumentException(
          "a grid of %s tiles in %s columns".formatted(tiles.length, columns));
    }
    int tileWidth = tiles[0].width;
    int tileHeight = tiles[0].height;
    int rows = (tiles.length + columns - 1) / columns;
    int width = columns * (tileWidth + 1) + 1;
    int height = rows * (tileHeight + 1) + 1;
    int[] rgb = new int[Math.multiplyExact(width, height)];
    Arrays.fill(rgb, LINE);
    for (int i = 0; i < tiles.length; i++) {
      if (tiles[i].width != tileWidth || tiles[i].height != tileHeight) {
        throw new IllegalArgumentException("the tiles of a grid have one size");
      }
      int x = 1 + i % columns * (tileWidth + 1);
      int y = 1 + i / columns * (tileHeight + 1);
      for (int row = 0; row < tileHeight; row++) {
        System.arraycopy(tiles[i].rgb, row * tileWidth, rgb, (y + row) * width + x, tileWidth);
      }
    }
    return new PngImage(width, height, rgb);
  }

  /** The picture as the bytes of a PNG file; the same picture gives the same bytes. */
  public byte[] bytes() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, rgb, 0, width);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Straight into memory: ImageIO would otherwise go through a temporary file.
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("a PNG of %s x %s pixels".formatted(width, height), e);
    }
    return bytes.toByteArray();
  }

  /**
   * An {@code <img>} element that holds the picture itself and never grows beyond its container.
   *
   * @param alt the picture in words; escaped here
   * @param displayWidth the width at which it is shown where there is room, in CSS pixels; pixels
   *     are enlarged as squares, without smoothing
   */
  public String img(String alt, int displayWidth) {
    return """
        <img src="data:image/png;base64,%s" alt="%s" width="%s" height="%s" \
        style="max-width:100%%;height:auto;image-rendering:pixelated"/>
        """
        .formatted(
            Base64.getEncoder().encodeToString(bytes()),
            Markup.escape(alt),
            displayWidth,
            Math.max(1, Math.round((float) displayWidth * height / width)));
  }
}
