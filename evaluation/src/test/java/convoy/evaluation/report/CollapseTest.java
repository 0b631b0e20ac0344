// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.metric.MemberMetrics;
import convoy.preprocessing.Split;
import convoy.training.monitor.Distribution;
import convoy.training.monitor.LayerRecord;
import convoy.training.monitor.LayerSample;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CollapseTest {
  private static final List<String> NAMES = List.of("cat", "dog");

  private static LayerRecord layer(int round, String name, double dead) {
    Distribution none = Distribution.NONE;
    return new LayerRecord(round, new LayerSample(name, 1, 1, none, none, dead));
  }

  private static Optional<MemberMetrics> answers(long[]... confusion) {
    long count = 0;
    for (long[] row : confusion) {
      count += row[0] + row[1];
    }
    return Optional.of(new MemberMetrics("best", Split.VALIDATION, count, 0.5, 1, 1, confusion));
  }

  private static String text(List<LayerRecord> layers, Optional<MemberMetrics> best) {
    return Collapse.of(layers, best, NAMES).map(Collapse::text).orElse("");
  }

  @Test
  void theWorstLayerOfTheLastSampledRoundIsNamed() {
    List<LayerRecord> layers =
        List.of(
            layer(1, "hidden", 0.99),
            layer(7, "conv4", 0.85),
            layer(7, "hidden", 0.98),
            layer(7, "scores", Double.NaN));
    assertThat(text(layers, Optional.empty()))
        .isEqualTo(
            "Of the units of layer hidden, 98.00\u00a0% are dead (0 for every image of a minibatch).");
    assertThat(text(List.of(layer(1, "hidden", 0.99), layer(7, "hidden", 0.8)), Optional.empty()))
        .isEmpty();
    assertThat(text(List.of(), Optional.empty())).isEmpty();
  }

  @Test
  void aClassThatIsPredictedForNearlyAllIsNamed() {
    assertThat(text(List.of(), answers(new long[] {4, 46}, new long[] {2, 48})))
        .isEqualTo("For 94.00\u00a0% of the examples the same class, dog, is predicted.");
    assertThat(text(List.of(), answers(new long[] {10, 40}, new long[] {1, 49}))).isEmpty();
  }

  /** Nearly always naming a class that is nearly always right is no collapse. */
  @Test
  void aClassThatIsSoFrequentMayBePredictedSoOften() {
    assertThat(text(List.of(), answers(new long[] {5, 15}, new long[] {0, 80}))).isEmpty();
    assertThat(text(List.of(), answers(new long[] {2, 28}, new long[] {0, 70})))
        .contains("98.00\u00a0% of the examples the same class, dog");
  }

  @Test
  void noExampleIsNoSign() {
    assertThat(text(List.of(), answers(new long[] {0, 0}, new long[] {0, 0}))).isEmpty();
  }
}
