// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class ClassificationMetricsTest {
  private static final double WORST = 126 * Math.log(2);

  @Test
  void threeExamplesComputedByHand() {
    float[] probabilities = {
      0.5f, 0.25f, 0.25f, // label 0: right, ln 2
      0.5f, 0.25f, 0.25f, // label 2: predicted 0, ln 4
      0.125f, 0.75f, 0.125f, // label 1: right, -ln 0.75
    };
    ClassificationMetrics metrics = ClassificationMetrics.zero(3);
    metrics.add(probabilities, 0, 0).add(probabilities, 3, 2).add(probabilities, 6, 1);

    assertThat(metrics.count()).isEqualTo(3);
    assertThat(metrics.top1Hits()).isEqualTo(2);
    assertThat(metrics.top1()).isEqualTo(2.0 / 3);
    assertThat(metrics.confusion()).isDeepEqualTo(new long[][] {{1, 0, 0}, {0, 1, 0}, {1, 0, 0}});
    // (ln 2 + ln 4 + ln(4/3)) / 3 = ln(32/3) / 3
    assertThat(metrics.crossEntropy()).isCloseTo(Math.log(32.0 / 3) / 3, within(1e-12));
  }

  @Test
  void theRankOfTheLabelDecidesTheTopFive() {
    float[] falling = {0.3f, 0.25f, 0.2f, 0.12f, 0.08f, 0.05f};
    ClassificationMetrics metrics = ClassificationMetrics.zero(6);
    for (int label = 0; label < 6; label++) {
      metrics.add(falling, 0, label);
    }

    assertThat(metrics.top1Hits()).isEqualTo(1);
    assertThat(metrics.top5Hits()).isEqualTo(5);
    assertThat(metrics.top5()).isEqualTo(5.0 / 6);
  }

  @Test
  void ofEqualProbabilitiesTheLowerIndexIsAhead() {
    float[] equal = {0.125f, 0.125f, 0.125f, 0.125f, 0.125f, 0.125f, 0.125f, 0.125f};
    ClassificationMetrics first = ClassificationMetrics.zero(8).add(equal, 0, 0);
    ClassificationMetrics fifth = ClassificationMetrics.zero(8).add(equal, 0, 4);
    ClassificationMetrics sixth = ClassificationMetrics.zero(8).add(equal, 0, 5);

    assertThat(first.top1Hits()).isEqualTo(1);
    assertThat(fifth.confusion()[4][0]).isEqualTo(1);
    assertThat(fifth.top5Hits()).isEqualTo(1);
    assertThat(sixth.top5Hits()).isZero();
  }

  @Test
  void zerosOfEitherSignAreEqual() {
    ClassificationMetrics metrics =
        ClassificationMetrics.zero(2).add(new float[] {-0.0f, 0.0f}, 0, 1);

    assertThat(metrics.confusion()[1][0]).isEqualTo(1);
  }

  @Test
  void withFewerThanFiveClassesEveryRankedExampleIsInTheTopFive() {
    ClassificationMetrics metrics =
        ClassificationMetrics.zero(4).add(new float[] {0.7f, 0.2f, 0.1f, 0f}, 0, 3);

    assertThat(metrics.top5()).isEqualTo(1);
    assertThat(metrics.top1()).isZero();
  }

  @Test
  void aProbabilityOfZeroCostsTheLargestFiniteCrossEntropy() {
    ClassificationMetrics metrics = ClassificationMetrics.zero(2).add(new float[] {1, 0}, 0, 1);

    assertThat(metrics.crossEntropy()).isCloseTo(WORST, within(1e-12));
  }

  @Test
  void aProbabilityRoundedAboveOneCostsNothing() {
    ClassificationMetrics metrics =
        ClassificationMetrics.zero(2).add(new float[] {1.0000002f, 0}, 0, 0);

    assertThat(metrics.crossEntropy()).isZero();
  }

  @Test
  void anExampleWithNaNOrInfinityIsWrongAndHasNoPrediction() {
    float[] probabilities = {
      Float.NaN, Float.NaN, 0.9f, Float.NaN, Float.POSITIVE_INFINITY, 0,
    };
    ClassificationMetrics metrics = ClassificationMetrics.zero(2);
    metrics.add(probabilities, 0, 0).add(probabilities, 2, 0).add(probabilities, 4, 0);

    assertThat(metrics.count()).isEqualTo(3);
    assertThat(metrics.undefined()).isEqualTo(3);
    assertThat(metrics.top1()).isZero();
    assertThat(metrics.top5()).isZero();
    assertThat(metrics.confusion()).isDeepEqualTo(new long[2][2]);
    assertThat(metrics.crossEntropy()).isCloseTo(WORST, within(1e-12));
  }

  @Test
  void noExampleGivesZeros() {
    ClassificationMetrics metrics = ClassificationMetrics.zero(10);

    assertThat(metrics.count()).isZero();
    assertThat(metrics.top1()).isZero();
    assertThat(metrics.top5()).isZero();
    assertThat(metrics.crossEntropy()).isZero();
  }

  @Test
  void oneClassIsAlwaysRight() {
    ClassificationMetrics metrics = ClassificationMetrics.zero(1).add(new float[] {1}, 0, 0);

    assertThat(metrics.top1()).isEqualTo(1);
  }

  @Test
  void callsThatCannotBeCountedAreRefused() {
    ClassificationMetrics metrics = ClassificationMetrics.zero(2);
    float[] row = {0.5f, 0.5f};

    assertThatThrownBy(() -> metrics.add(row, 0, 2)).hasMessageContaining("label 2 is not in 0..1");
    assertThatThrownBy(() -> metrics.add(row, 0, -1)).hasMessageContaining("label -1");
    assertThatThrownBy(() -> metrics.add(row, 1, 0)).hasMessageContaining("from offset 1");
    assertThatThrownBy(() -> metrics.add(row, -1, 0)).hasMessageContaining("from offset -1");
    assertThatThrownBy(() -> metrics.merge(ClassificationMetrics.zero(3)))
        .hasMessageContaining("3 classes");
    assertThatThrownBy(() -> ClassificationMetrics.zero(0)).hasMessageContaining("not 0");
    assertThat(metrics).isEqualTo(ClassificationMetrics.zero(2));
  }

  @Test
  void theConfusionMatrixThatIsGivenOutIsACopy() {
    ClassificationMetrics metrics = ClassificationMetrics.zero(2);
    metrics.confusion()[0][0] = 7;

    assertThat(metrics.top1Hits()).isZero();
  }

  @Test
  void crossesSparkUnchanged() throws Exception {
    ClassificationMetrics metrics =
        ClassificationMetrics.zero(2).add(new float[] {0.3f, 0.7f}, 0, 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(metrics);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(metrics);
    }
  }
}
