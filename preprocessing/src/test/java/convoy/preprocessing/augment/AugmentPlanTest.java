// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.SampleImages;
import convoy.preprocessing.statistics.PixelSums;
import convoy.preprocessing.statistics.PrincipalComponents;
import convoy.preprocessing.statistics.Statistics;
import java.util.List;
import org.junit.jupiter.api.Test;

class AugmentPlanTest {
  private static final ImageShape SHAPE = new ImageShape(3, 4, 5);
  private static final Augmentations NOISE = Augmentations.parse("pca-noise 0.5, cutout 2 mean");

  @Test
  void coloursAreAddedWithoutACovarianceOfWholeImagesToo() {
    Statistics exact = statistics();
    Statistics random =
        new Statistics(
            SHAPE,
            exact.elements(),
            exact.count(),
            "",
            exact.pixels(),
            exact.channels(),
            new double[0],
            new PrincipalComponents(new double[] {1}, new double[SHAPE.size()]),
            List.of());
    AugmentPlan plan = AugmentPlan.of(NOISE, random);
    assertThat(plan.colours().eigenvalues()[0]).isPositive();
    assertThat(plan).usingRecursiveComparison().isEqualTo(AugmentPlan.of(NOISE, exact));
  }

  @Test
  void anEmptyChainNeedsNothing() {
    assertThat(AugmentPlan.of(Augmentations.NONE, statistics()).augmenter(SHAPE, 1)).isEmpty();
  }

  @Test
  void aChainThatDoesNotSuitTheImagesIsRefused() {
    Augmentations tooLarge = Augmentations.parse("crop 40");
    assertThatThrownBy(() -> AugmentPlan.of(tooLarge, statistics()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("crop 40");
  }

  private static Statistics statistics() {
    PixelSums sums = PixelSums.zero(SHAPE);
    SampleImages.correlated(SHAPE, 20, 1).forEach(sums::add);
    return Statistics.of(sums, "");
  }
}
