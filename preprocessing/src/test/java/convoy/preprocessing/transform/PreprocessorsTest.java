// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.SampleImages;
import convoy.preprocessing.statistics.Statistics;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kind of preprocessor does alike. */
class PreprocessorsTest {
  private static final ImageShape SHAPE = new ImageShape(3, 4, 5);
  private static final List<byte[]> IMAGES = SampleImages.correlated(SHAPE, 100, 3);
  private static final Statistics STATISTICS = Fitting.statistics(SHAPE, IMAGES);

  /** The short names, and specifications that name their parts. */
  static List<String> names() {
    return List.of(
        "unit",
        "mean-image",
        "channel",
        "pca-whiten",
        "zca",
        "centre=number, scale=number",
        "centre=image, scale=image",
        "scale=range",
        "pca=60",
        "channel, pca=100%",
        "centre=image, scale=image, zca");
  }

  /** Every kind on images that vary in nothing, or as much as images can. */
  static Stream<Preprocessor> fittedToDegenerateImages() {
    return Stream.of(
            SampleImages.constant(SHAPE, 9, 0),
            SampleImages.constant(SHAPE, 9, 255),
            SampleImages.random(SHAPE, 1, 5),
            List.of(
                SampleImages.constant(SHAPE, 1, 0).get(0),
                SampleImages.constant(SHAPE, 1, 255).get(0)))
        .map(images -> Fitting.statistics(SHAPE, images))
        .flatMap(statistics -> names().stream().map(name -> Preprocessors.fit(name, statistics)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void takesImagesBackToWhereTheyWere(String name) {
    Preprocessor preprocessor = Preprocessors.fit(name, STATISTICS);
    float[] expected = SampleImages.minibatch(IMAGES);
    float[] values = applied(preprocessor);
    assertThat(values).isNotEqualTo(expected);
    preprocessor.invert(values, IMAGES.size());
    assertThat(values).containsExactly(expected, within(0.01f));
  }

  @ParameterizedTest
  @MethodSource("names")
  void doesNothingToNoImages(String name) {
    Preprocessor preprocessor = Preprocessors.fit(name, STATISTICS);
    preprocessor.apply(new float[0], 0);
    preprocessor.invert(new float[0], 0);
    float[] untouched = {1, 2, 3};
    preprocessor.apply(untouched, 0);
    assertThat(untouched).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @MethodSource("names")
  void leavesWhatIsBeyondTheMinibatch(String name) {
    float[] images = new float[3 * SHAPE.size()];
    Arrays.fill(images, 200);
    Preprocessors.fit(name, STATISTICS).apply(images, 2);
    for (int i = 0; i < images.length; i++) {
      if (i < 2 * SHAPE.size()) {
        assertThat(images[i]).isNotEqualTo(200);
      } else {
        assertThat(images[i]).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void refusesAMinibatchThatTheArrayDoesNotHold(String name) {
    Preprocessor preprocessor = Preprocessors.fit(name, STATISTICS);
    float[] images = new float[2 * SHAPE.size()];
    assertThatThrownBy(() -> preprocessor.apply(images, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an array of 120 values does not hold 3 images of 60 values");
    assertThatThrownBy(() -> preprocessor.invert(images, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an array of 120 values does not hold 3 images of 60 values");
    assertThatThrownBy(() -> preprocessor.apply(images, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("names")
  void givesTheSameBitsWhenFittedAgainSerializedAndAppliedAgain(String name) {
    Preprocessor preprocessor = Preprocessors.fit(name, STATISTICS);
    float[] expected = applied(preprocessor);
    assertThat(applied(preprocessor)).isEqualTo(expected);
    assertThat(applied(SerializationUtils.roundtrip(preprocessor))).isEqualTo(expected);
    assertThat(applied(Preprocessors.fit(name, STATISTICS))).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("fittedToDegenerateImages")
  void yieldsNeitherNaNNorInfinityFromAnyImages(Preprocessor preprocessor) {
    for (List<byte[]> images :
        List.of(
            SampleImages.constant(SHAPE, 2, 0),
            SampleImages.constant(SHAPE, 2, 255),
            SampleImages.random(SHAPE, 2, 8))) {
      float[] values = SampleImages.minibatch(images);
      preprocessor.apply(values, 2);
      for (float value : values) {
        assertThat(value).isFinite();
      }
    }
  }

  private static float[] applied(Preprocessor preprocessor) {
    float[] values = SampleImages.minibatch(IMAGES);
    preprocessor.apply(values, IMAGES.size());
    return values;
  }
}
