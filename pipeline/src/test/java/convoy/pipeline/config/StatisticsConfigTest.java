// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.statistics.StatisticsJob.Components;
import convoy.preprocessing.transform.PreprocessSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsConfigTest {
  private static Components found(StatisticsConfig config, int size, String preprocess) {
    return config.found(
        7, new ImageShape(3, size, size), PreprocessSpecification.parse(preprocess));
  }

  /** 36 x 36 x 3 are 3,888 values, 37 x 37 x 3 are 4,107. */
  @ParameterizedTest
  @CsvSource({
    "auto, 32, channel, true",
    "auto, 36, channel, true",
    "auto, 37, channel, false",
    "auto, 64, unit, false",
    "auto, 64, zca, true",
    "auto, 64, pca=10, true",
    "always, 64, channel, true",
    "never, 32, channel, false",
  })
  void theCovarianceIsComputedWhereItIsNeededOrCheap(
      String covariance, int size, String preprocess, boolean computed) {
    assertThat(found(new StatisticsConfig(0, covariance), size, preprocess))
        .isEqualTo(computed ? new Components.Exact() : new Components.None());
  }

  @Test
  void componentsThatAreFoundAtRandomComeFirst() {
    Components expected = new Components.Randomized(8, 7);
    assertThat(found(new StatisticsConfig(8, "auto"), 32, "channel")).isEqualTo(expected);
    assertThat(found(new StatisticsConfig(8, "never"), 64, "zca")).isEqualTo(expected);
    assertThatThrownBy(() -> new StatisticsConfig(8, "always"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("statistics.covariance = always");
  }

  @Test
  void aPreprocessorWhoseComponentsAreLeftOutIsRefused() {
    PreprocessSpecification zca = PreprocessSpecification.parse("zca");
    assertThatThrownBy(() -> new StatisticsConfig(0, "never").requireFor(zca))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("statistics.covariance = never")
        .hasMessageContaining("--components 256");
    assertThatCode(() -> new StatisticsConfig(0, "auto").requireFor(zca))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                new StatisticsConfig(0, "never")
                    .requireFor(PreprocessSpecification.parse("channel")))
        .doesNotThrowAnyException();
  }

  @Test
  void statisticsThatAreThereSayHowTheyWereMade() {
    assertThat(StatisticsConfig.of(true, 3072)).isEqualTo(new StatisticsConfig(0, "auto"));
    assertThat(StatisticsConfig.of(false, 8)).isEqualTo(new StatisticsConfig(8, "auto"));
    assertThat(StatisticsConfig.of(false, 0)).isEqualTo(new StatisticsConfig(0, "never"));
  }
}
