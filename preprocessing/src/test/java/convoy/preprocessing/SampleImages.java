// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Small images for tests, {@code [c, h, w]} of one byte a value. */
public final class SampleImages {
  private SampleImages() {}

  /** Images of independent values, each from 0 to 255. */
  public static List<byte[]> random(ImageShape shape, int count, long seed) {
    Random random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              byte[] image = new byte[shape.size()];
              random.nextBytes(image);
              return image;
            })
        .toList();
  }

  /** Images whose values vary together, as those of photographs do. */
  public static List<byte[]> correlated(ImageShape shape, int count, long seed) {
    Random random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              int brightness = random.nextInt(200);
              byte[] image = new byte[shape.size()];
              for (int j = 0; j < image.length; j++) {
                image[j] = (byte) (brightness + random.nextInt(56));
              }
              return image;
            })
        .toList();
  }

  /** Equal images of one value everywhere. */
  public static List<byte[]> constant(ImageShape shape, int count, int value) {
    byte[] image = new byte[shape.size()];
    Arrays.fill(image, (byte) value);
    return IntStream.range(0, count).mapToObj(i -> image).toList();
  }

  /** A minibatch {@code [n, c, h, w]} of the images' values, 0 to 255. */
  public static float[] minibatch(List<byte[]> images) {
    int size = images.isEmpty() ? 0 : images.get(0).length;
    float[] values = new float[images.size() * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = Byte.toUnsignedInt(images.get(i / size)[i % size]);
    }
    return values;
  }
}
