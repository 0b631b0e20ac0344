// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.picture.Parsed;
import convoy.preprocessing.statistics.PixelStatistics;
import convoy.preprocessing.statistics.PrincipalComponents;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class FeaturesSectionTest {
  private static Element section(double[] mean, double[] deviation, double... eigenvalues) {
    PixelStatistics features =
        new PixelStatistics(
            mean,
            deviation,
            Arrays.stream(mean).map(value -> value - 1).toArray(),
            Arrays.stream(mean).map(value -> value + 1).toArray());
    PrincipalComponents components =
        new PrincipalComponents(eigenvalues, new double[eigenvalues.length * mean.length]);
    return Parsed.root(FeaturesSection.html(new PreprocessingFeatures(features, components)));
  }

  @Test
  void everyFeatureIsARowOfNumbersAndThereIsNoPicture() {
    Element section = section(new double[] {0.25, -3e-30}, new double[] {2, 1}, 4, 1);

    assertThat(Parsed.all(section, "img")).isEmpty();
    assertThat(Parsed.all(section, "svg")).hasSize(2);
    assertThat(Parsed.texts(section, "td"))
        .containsExactly(
            "0.2500", "2.000", "-0.7500", "1.250", "-3.000e-30", "1.000", "-1.000", "1.000");
    assertThat(Parsed.texts(section, "p").get(0))
        .contains("lists of 2 features, no images", "2 of 2 components hold 99");
  }

  @Test
  void oneFeatureThatNeverVariesIsEnough() {
    Element section = section(new double[] {7}, new double[1], 0);

    assertThat(section.getTextContent())
        .contains("lists of 1 feature,")
        .doesNotContain("NaN", "Infinity", "components hold");
  }

  @Test
  void ofManyFeaturesTheTableHasTheFirst() {
    double[] ones = new double[100];
    Arrays.fill(ones, 1);
    Element section = section(ones, ones, ones);

    assertThat(Parsed.all(section, "td")).hasSize(4 * 32);
    assertThat(section.getTextContent()).contains("The table has the first 32 features.");
  }
}
