// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.picture.PrincipalImages;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.augment.Augmentations;
import convoy.preprocessing.augment.Augmenter;
import convoy.preprocessing.augment.ColourStatistics;
import convoy.preprocessing.augment.ContactSheet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Statistics such as photographs have: the eigenvectors are cosines, slow ones first, and grey
 * before colours; and images that are drawn from them.
 */
final class FakePreprocessing {
  static final String CHAIN = "flip alternating, crop 2 reflect, cutout 3 mean";

  private static final double[][] COLOURS = {{1, 1, 1}, {1, 0, -1}, {1, -2, 1}};

  private FakePreprocessing() {}

  /** A wave of one colour: cycles down and across, in halves, and the colour. */
  private record Wave(int down, int across, int colour) {
    double variance() {
      return 1e6 / (1 + down * down + across * across) / (colour == 0 ? 1 : 40.0 * colour);
    }

    double[] vector(ImageShape shape) {
      double[] vector = new double[shape.size()];
      for (int i = 0; i < vector.length; i++) {
        int y = i / shape.width() % shape.height();
        int x = i % shape.width();
        vector[i] =
            COLOURS[colour][i / shape.plane()]
                * Math.cos(Math.PI * down * (y + 0.5) / shape.height())
                * Math.cos(Math.PI * across * (x + 0.5) / shape.width());
      }
      double length = Math.sqrt(Arrays.stream(vector).map(value -> value * value).sum());
      return Arrays.stream(vector).map(value -> value / length).toArray();
    }
  }

  /** Pictures of a data set of that shape; with a contact sheet where there are examples. */
  static PreprocessingPictures pictures(ImageShape shape, int vectors, int examples) {
    List<Wave> waves = waves(shape);
    double[] eigenvalues = waves.stream().mapToDouble(Wave::variance).toArray();
    double[] eigenvectors =
        waves.stream()
            .limit(vectors)
            .flatMapToDouble(wave -> Arrays.stream(wave.vector(shape)))
            .toArray();
    PrincipalImages principal = new PrincipalImages(shape, mean(shape), eigenvalues, eigenvectors);
    double[] deviation = new double[shape.size()];
    Arrays.fill(deviation, Math.sqrt(Arrays.stream(eigenvalues).sum() / shape.size()));
    Random random = new Random(4);
    List<byte[]> images =
        IntStream.range(0, examples).mapToObj(i -> image(principal, random)).toList();
    return new PreprocessingPictures(principal, deviation, images, sheet(shape, images));
  }

  private static List<Wave> waves(ImageShape shape) {
    List<Wave> waves = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      waves.add(new Wave(i / shape.width() % shape.height(), i % shape.width(), i / shape.plane()));
    }
    waves.sort(Comparator.comparingDouble(Wave::variance).reversed());
    return waves;
  }

  private static double[] mean(ImageShape shape) {
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      int y = i / shape.width() % shape.height();
      double fromCentre =
          Math.hypot(i % shape.width() - shape.width() / 2.0, y - shape.height() / 2.0);
      values[i] = 112 + 9 * (i / shape.plane()) - 0.5 * y + 0.8 * fromCentre;
    }
    return values;
  }

  private static byte[] image(PrincipalImages principal, Random random) {
    double[] values = principal.mean().clone();
    for (int k = 0; k < principal.count(); k++) {
      double along = Math.sqrt(principal.eigenvalues()[k]) * random.nextGaussian();
      for (int i = 0; i < values.length; i++) {
        values[i] += along * principal.eigenvectors()[k * values.length + i];
      }
    }
    byte[] image = new byte[values.length];
    for (int i = 0; i < image.length; i++) {
      double noisy = values[i] + 6 * random.nextGaussian();
      image[i] = (byte) Math.round(Math.min(255, Math.max(0, noisy)));
    }
    return image;
  }

  private static Optional<ContactSheet> sheet(ImageShape shape, List<byte[]> images) {
    if (images.isEmpty()) {
      return Optional.empty();
    }
    double[] grey = new double[shape.channels()];
    ColourStatistics colours =
        new ColourStatistics(grey, grey, new double[grey.length * grey.length]);
    Augmenter augmenter = new Augmenter(Augmentations.parse(CHAIN), shape, colours, 1);
    List<Example> shown =
        IntStream.range(0, Math.min(6, images.size()))
            .mapToObj(i -> new Example("#" + i, i, shape, Encoding.RGB8, images.get(i)))
            .toList();
    List<String> names = shown.stream().map(example -> "frog " + example.label()).toList();
    return Optional.of(ContactSheet.of(augmenter, shown, names, 8));
  }
}
