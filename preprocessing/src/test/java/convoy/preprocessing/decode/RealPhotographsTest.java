// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.RealData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class RealPhotographsTest {
  @Test
  void allDecodeAndTheGreyOnesAreGrey() throws IOException, RejectedImageException {
    List<Path> files = files();
    int grey = 0;
    for (Path path : files) {
      byte[] file = Files.readAllBytes(path);
      DecodedImage image = Pictures.decode(file);
      assertThat(image.shape()).isEqualTo(new ImageShape(3, 224, 224));
      if (isGrey(file)) {
        grey++;
        byte[] rgb8 = image.rgb8();
        int plane = image.shape().plane();
        assertThat(Arrays.copyOfRange(rgb8, plane, 3 * plane))
            .isEqualTo(Arrays.copyOf(rgb8, 2 * plane));
      }
    }
    assertThat(files).hasSize(2_000);
    assertThat(grey).isEqualTo(34);
  }

  /**
   * The JDK lets libjpeg convert colours; the conversion here gives the same bytes. Grey is left
   * out: the JDK takes it for linear light and brightens it, as nobody else does.
   */
  @Test
  void coloursAreTheJdks() throws IOException, RejectedImageException {
    List<Path> files = files();
    for (int i = 0; i < files.size(); i += 50) {
      byte[] file = Files.readAllBytes(files.get(i));
      if (isGrey(file)) {
        continue;
      }
      byte[] expected = Pictures.planes(ImageIO.read(new ByteArrayInputStream(file)));
      byte[] found = Pictures.decode(file).rgb8();
      assertThat(Pictures.distance(found, expected)).as("%s", files.get(i)).isZero();
    }
  }

  /** Executors decode in several threads of one process. */
  @Test
  void threadsDoNotDisturbEachOther() throws IOException, RejectedImageException {
    byte[][] images = new byte[40][];
    List<Path> files = files().subList(0, images.length);
    for (int i = 0; i < images.length; i++) {
      images[i] = Pictures.decode(Files.readAllBytes(files.get(i))).rgb8();
    }
    long same =
        Stream.iterate(0, i -> i + 1)
            .limit(images.length * 5L)
            .parallel()
            .filter(
                i -> Arrays.equals(decode(files.get(i % images.length)), images[i % images.length]))
            .count();
    assertThat(same).isEqualTo(images.length * 5L);
  }

  private static boolean isGrey(byte[] file) throws RejectedImageException {
    JpegHeader header = JpegHeader.read(new JpegSegments(file), DecodeLimits.DEFAULT);
    return header.components().size() == 1;
  }

  private static byte[] decode(Path file) {
    try {
      return Pictures.decode(Files.readAllBytes(file)).rgb8();
    } catch (IOException | RejectedImageException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(RealData.imagenette())) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
