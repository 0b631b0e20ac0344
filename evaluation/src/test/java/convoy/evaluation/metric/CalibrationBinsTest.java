// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CalibrationBinsTest {
  private static final int RIGHT = 0;
  private static final int WRONG = 1;

  private record Example(Prediction prediction, int label) {}

  @Test
  void fourPredictionsComputedByHand() {
    CalibrationBins bins = CalibrationBins.zero(4);
    add(bins, 0.875, RIGHT);
    add(bins, 0.9375, WRONG);
    add(bins, 0.625, RIGHT);
    add(bins, 0.25, WRONG);

    // By bin: |0 - 0.25|, nothing, |1 - 0.625|, |1 - 1.8125|; over 4.
    assertThat(bins.expectedCalibrationError()).isEqualTo((0.25 + 0.375 + 0.8125) / 4);
    assertThat(bins.bins())
        .containsExactly(
            new CalibrationBins.Bin(0, 0.25, 1, 0, 0.25),
            new CalibrationBins.Bin(0.25, 0.5, 0, 0, Double.NaN),
            new CalibrationBins.Bin(0.5, 0.75, 1, 1, 0.625),
            new CalibrationBins.Bin(0.75, 1, 2, 1, 0.90625));
    assertThat(bins.bins().get(3).accuracy()).isEqualTo(0.5);
    assertThat(bins.bins().get(1).accuracy()).isNaN();
  }

  @Test
  void aBinHoldsItsUpperEndAndTheFirstZero() {
    assertThat(binOf(0)).isEqualTo(0);
    assertThat(binOf(0.5)).isEqualTo(1);
    assertThat(binOf(Math.nextUp(0.5f))).isEqualTo(2);
    assertThat(binOf(Math.nextDown(1f))).isEqualTo(3);
    assertThat(binOf(1)).isEqualTo(3);
  }

  @Test
  void fifteenBinsUnlessToldOtherwise() {
    assertThat(CalibrationBins.zero().bins()).hasSize(15);
    assertThat(CalibrationBins.zero()).isEqualTo(CalibrationBins.zero(15));
  }

  @Test
  void oneExampleErrsByItsDoubt() {
    assertThat(add(CalibrationBins.zero(), 0.75, RIGHT).expectedCalibrationError()).isEqualTo(0.25);
    assertThat(add(CalibrationBins.zero(), 0.75, WRONG).expectedCalibrationError()).isEqualTo(0.75);
  }

  @Test
  void certainAndAllWrongIsOne() {
    CalibrationBins bins = CalibrationBins.zero();
    for (int i = 0; i < 7; i++) {
      add(bins, 1, WRONG);
    }

    assertThat(bins.expectedCalibrationError()).isEqualTo(1);
  }

  @Test
  void rightAsOftenAsItSaysIsZero() {
    CalibrationBins bins = CalibrationBins.zero();
    for (int i = 0; i < 4; i++) {
      add(bins, 0.75, i < 3 ? RIGHT : WRONG);
    }

    assertThat(bins.expectedCalibrationError()).isZero();
  }

  @Test
  void anUndefinedPredictionIsInNoBinAndNoDenominator() {
    CalibrationBins bins = add(CalibrationBins.zero(), 0.75, RIGHT);
    bins.add(Prediction.of(new float[] {Float.NaN, 0.5f}, 0, 2), RIGHT);

    assertThat(bins.count()).isEqualTo(1);
    assertThat(bins.undefined()).isEqualTo(1);
    assertThat(bins.expectedCalibrationError()).isEqualTo(0.25);
  }

  @Test
  void ofNothingButUndefinedPredictionsOrNoneThereIsNoError() {
    assertThat(CalibrationBins.zero().expectedCalibrationError()).isNaN();
    assertThat(CalibrationBins.zero().add(Prediction.UNDEFINED, 0).expectedCalibrationError())
        .isNaN();
  }

  @Property(tries = 200)
  void anyOrderAndAnySplitGiveTheSinglePassAnswer(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20) int bins,
      @ForAll @IntRange(max = 200) int count,
      @ForAll @IntRange(min = 1, max = 9) int partitions) {
    Aggregate<CalibrationBins, Example> aggregate =
        new Aggregate<>(
            () -> CalibrationBins.zero(bins),
            (into, example) -> into.add(example.prediction(), example.label()),
            CalibrationBins::merge);

    aggregate.obeysTheLaws(examples(seed, count), partitions, seed);
  }

  /** Guo et al.'s formula as it is printed: accuracies, mean confidences and weights by bin. */
  @Property(tries = 100)
  void agreesWithTheFormulaInDoubles(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20) int bins,
      @ForAll @IntRange(min = 30, max = 200) int count) {
    List<Example> defined =
        examples(seed, count).stream().filter(example -> example.prediction().defined()).toList();
    CalibrationBins aggregate = CalibrationBins.zero(bins);
    defined.forEach(example -> aggregate.add(example.prediction(), example.label()));
    double error = 0;
    for (int bin = 0; bin < bins; bin++) {
      double low = bin == 0 ? -1 : bin;
      double high = bin + 1;
      List<Example> inBin =
          defined.stream()
              .filter(example -> example.prediction().confidence() * bins > low)
              .filter(example -> example.prediction().confidence() * bins <= high)
              .toList();
      double accuracy =
          inBin.stream()
              .mapToInt(e -> e.prediction().predicted() == e.label() ? 1 : 0)
              .average()
              .orElse(0);
      double confidence =
          inBin.stream().mapToDouble(e -> e.prediction().confidence()).average().orElse(0);
      error += (double) inBin.size() / defined.size() * Math.abs(accuracy - confidence);
    }

    assertThat(aggregate.count()).isEqualTo(defined.size());
    assertThat(aggregate.expectedCalibrationError()).isCloseTo(error, within(1e-11));
  }

  @Test
  void callsThatCannotBeCountedAreRefused() {
    CalibrationBins bins = CalibrationBins.zero(2);

    assertThatThrownBy(() -> CalibrationBins.zero(0)).hasMessageContaining("not 0");
    assertThatThrownBy(() -> CalibrationBins.zero(1001)).hasMessageContaining("not 1001");
    assertThatThrownBy(() -> bins.add(Prediction.UNDEFINED, -1)).hasMessageContaining("not -1");
    assertThatThrownBy(() -> bins.merge(CalibrationBins.zero(3)))
        .hasMessageContaining("3 bins do not merge with 2");
    assertThat(bins).isEqualTo(CalibrationBins.zero(2));
  }

  @Test
  void crossesSparkUnchanged() throws Exception {
    CalibrationBins bins = add(CalibrationBins.zero(), 0.3, WRONG).add(Prediction.UNDEFINED, 0);

    assertThat(Aggregate.afterSpark(bins)).isEqualTo(bins);
  }

  private static CalibrationBins add(CalibrationBins bins, double confidence, int label) {
    return bins.add(new Prediction(RIGHT, confidence), label);
  }

  private static int binOf(double confidence) {
    List<CalibrationBins.Bin> bins = add(CalibrationBins.zero(4), confidence, RIGHT).bins();
    return bins.indexOf(bins.stream().filter(bin -> bin.count() == 1).findFirst().orElseThrow());
  }

  private static List<Example> examples(long seed, int count) {
    Random random = new Random(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Prediction prediction =
          switch (random.nextInt(10)) {
            case 0 -> Prediction.UNDEFINED;
            case 1 -> new Prediction(random.nextInt(3), 1);
            case 2 -> new Prediction(random.nextInt(3), 0.5);
            default -> new Prediction(random.nextInt(3), random.nextFloat());
          };
      examples.add(new Example(prediction, random.nextInt(3)));
    }
    return examples;
  }
}
