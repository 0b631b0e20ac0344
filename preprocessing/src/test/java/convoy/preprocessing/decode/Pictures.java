// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Image files that the tests draw, written by the JDK. */
final class Pictures {
  private Pictures() {}

  /** Smooth colours, which JPEG keeps nearly as they are. */
  static BufferedImage smooth(int height, int width, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, colour(x, y, height, width));
      }
    }
    return image;
  }

  private static int colour(int x, int y, int height, int width) {
    int red = 40 + 180 * x / width;
    int green = 30 + 200 * y / height;
    int blue = 220 - 90 * (x + y) / (width + height);
    return 0xFF000000 | (red << 16) | (green << 8) | blue;
  }

  /** The planes that a decoder has to find in {@link #smooth}. */
  static byte[] planes(BufferedImage image) {
    int plane = image.getWidth() * image.getHeight();
    byte[] rgb = new byte[3 * plane];
    for (int i = 0; i < plane; i++) {
      int pixel = image.getRGB(i % image.getWidth(), i / image.getWidth());
      rgb[i] = (byte) (pixel >> 16);
      rgb[plane + i] = (byte) (pixel >> 8);
      rgb[2 * plane + i] = (byte) pixel;
    }
    return rgb;
  }

  static byte[] file(RenderedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      assertThat(ImageIO.write(image, format, out)).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] jpeg(BufferedImage image, boolean progressive) {
    return jpeg(new IIOImage(image, null, null), progressive);
  }

  /** Components as they are given, without any marker that says what they mean. */
  static byte[] rawJpeg(int height, int width, int... components) {
    WritableRaster raster =
        Raster.createInterleavedRaster(0, width, height, components.length, null);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setPixel(x, y, components);
      }
    }
    return jpeg(new IIOImage(raster, null, null), false);
  }

  private static byte[] jpeg(IIOImage image, boolean progressive) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(0.95f);
      if (progressive) {
        settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.setOutput(stream);
      writer.write(null, image, settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** The file with bytes put in at a place. */
  static byte[] with(byte[] file, int at, int... bytes) {
    byte[] longer = Arrays.copyOf(file, file.length + bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      longer[at + i] = (byte) bytes[i];
    }
    System.arraycopy(file, at, longer, at + bytes.length, file.length - at);
    return longer;
  }

  /** Where a JPEG marker first stands. */
  static int find(byte[] file, int marker) {
    for (int i = 0; i < file.length - 1; i++) {
      if (file[i] == (byte) 0xFF && file[i + 1] == (byte) marker) {
        return i;
      }
    }
    throw new AssertionError("no marker " + Integer.toHexString(marker));
  }

  static DecodedImage decode(byte[] file) throws RejectedImageException {
    return ImageDecoder.decode(file, DecodeLimits.DEFAULT);
  }

  static RejectedImageException rejection(byte[] file) {
    RejectedImageException rejected =
        catchThrowableOfType(RejectedImageException.class, () -> decode(file));
    assertThat(rejected).isNotNull();
    return rejected;
  }

  static int[] unsigned(byte[] bytes) {
    int[] values = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = bytes[i] & 0xFF;
    }
    return values;
  }

  /** The largest difference of two values in the same place. */
  static int distance(byte[] a, byte[] b) {
    assertThat(a).hasSameSizeAs(b);
    int most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs((a[i] & 0xFF) - (b[i] & 0xFF)));
    }
    return most;
  }
}
