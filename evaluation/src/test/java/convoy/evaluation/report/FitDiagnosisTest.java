// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.evaluation.picture.Parsed;
import convoy.evaluation.report.FitDiagnosis.Verdict;
import convoy.training.monitor.RoundRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FitDiagnosisTest {
  private static final double NAN = Double.NaN;

  /** Of epochs of one round each, with these accuracies in percent. */
  private static List<RoundRecord> history(double[] training, double... validation) {
    List<RoundRecord> history = new ArrayList<>();
    for (int i = 0; i < training.length; i++) {
      history.add(FakeRounds.round(i + 1, i + 1, 10, training[i] / 100, validation[i] / 100));
    }
    return history;
  }

  private static double[] training(double... percent) {
    return percent;
  }

  private static FitDiagnosis fit(double[] training, double... validation) {
    return FitDiagnosis.of(EpochAccuracies.of(history(training, validation)), 0, Optional.empty())
        .orElseThrow();
  }

  private static Verdict verdict(double[] training, double... validation) {
    return fit(training, validation).verdict();
  }

  @Test
  void aWideGapIsOverfitting() {
    FitDiagnosis fit = fit(training(60, 80, 95, 99), 58, 70, 75, 75);

    assertThat(fit.verdict()).isEqualTo(Verdict.OVERFITTING);
    assertThat(fit.last().gap()).isCloseTo(0.24, within(1e-12));
    assertThat(fit.last().number()).isEqualTo(4);
    assertThat(fit.best().number()).isEqualTo(3);
    // Even if validation rises: what more epochs give, they give to the gap first.
    assertThat(verdict(training(60, 80, 95), 50, 60, 70)).isEqualTo(Verdict.OVERFITTING);
  }

  @Test
  void validationThatFallsWhileTrainingRisesIsOverfitting() {
    FitDiagnosis fit = fit(training(70, 76, 80, 82), 71, 77, 76, 74);

    assertThat(fit.verdict()).isEqualTo(Verdict.OVERFITTING);
    assertThat(fit.best().number()).isEqualTo(2);
    assertThat(fit.hasFallen()).isTrue();
    assertThat(verdict(training(70, 76, 80, 82), 71, 77, 77, 75.5)).isEqualTo(Verdict.ABOUT_RIGHT);
  }

  @Test
  void validationThatTracksALowTrainingAccuracyIsUnderfitting() {
    assertThat(verdict(training(30, 38, 40, 40), 31, 39, 40, 39)).isEqualTo(Verdict.UNDERFITTING);
    assertThat(verdict(training(30, 38, 40, 40), 35, 45, 50, 50)).isEqualTo(Verdict.UNDERFITTING);
  }

  /** The figures of a run whose report had advised a larger network. */
  @Test
  void aNetworkThatHasCollapsedIsToldToLowerItsRateAndNotToGrow() {
    Optional<Collapse> collapse =
        Optional.of(new Collapse("Of the units of layer <hidden>, 98 %."));
    var accuracies = EpochAccuracies.of(history(training(20, 25, 26), 21, 25, 26));
    FitDiagnosis fit = FitDiagnosis.of(accuracies, 150, collapse).orElseThrow();

    assertThat(fit.verdict()).isEqualTo(Verdict.COLLAPSED);
    assertThat(FitText.html(fit))
        .contains("Not learning.", "Of the units of layer &lt;hidden&gt;, 98 %.")
        .contains("begin again with a quarter of it (train.learningRate.initial, --learning-rate)")
        .doesNotContain("larger");
    var one = EpochAccuracies.of(history(training(9), 10));
    assertThat(FitDiagnosis.of(one, 0, collapse).orElseThrow().verdict())
        .isEqualTo(Verdict.COLLAPSED);
    var learnt = EpochAccuracies.of(history(training(90, 97, 98, 98), 90, 97, 98, 98));
    assertThat(FitDiagnosis.of(learnt, 0, collapse).orElseThrow().verdict())
        .isEqualTo(Verdict.ABOUT_RIGHT);
  }

  @Test
  void aModerateGapOrLittleLeftToLearnIsAboutRight() {
    assertThat(verdict(training(60, 75, 84, 85), 60, 74, 80, 80)).isEqualTo(Verdict.ABOUT_RIGHT);
    assertThat(verdict(training(90, 97, 98, 98), 90, 97, 98, 98)).isEqualTo(Verdict.ABOUT_RIGHT);
  }

  @Test
  void validationThatRisesToTheEndIsStillImproving() {
    assertThat(verdict(training(30, 40, 50), 31, 41, 51)).isEqualTo(Verdict.STILL_IMPROVING);
    assertThat(verdict(training(30, 40, 50), 31, 41, 41.4)).isNotEqualTo(Verdict.STILL_IMPROVING);
  }

  @Test
  void ofManyEpochsTheLastFifthIsTheEnd() {
    double[] training = IntStream.range(0, 20).mapToDouble(i -> 50).toArray();
    double[] validation = IntStream.range(0, 20).mapToDouble(i -> 49).toArray();
    validation[16] = 50;
    assertThat(verdict(training, validation)).isEqualTo(Verdict.STILL_IMPROVING);
    validation[15] = 50;
    assertThat(verdict(training, validation)).isEqualTo(Verdict.UNDERFITTING);
  }

  @Test
  void trainingThatCollapsesIsUnstableAndNotAModelThatIsTooSmall() {
    assertThat(verdict(training(60, 70, 10), 60, 70, 10)).isEqualTo(Verdict.UNSTABLE);
  }

  @Test
  void twoEpochsAreTooFew() {
    assertThat(verdict(training(60, 90), 60, 40)).isEqualTo(Verdict.TOO_EARLY);
  }

  @Test
  void onlyEpochsWithBothCount() {
    FitDiagnosis fit = fit(training(60, 70, 80, NAN, 90), 50, NAN, 70, 90, NAN);

    assertThat(fit.last().number()).isEqualTo(3);
    assertThat(fit.best().number()).isEqualTo(3);
    assertThat(fit.verdict()).isEqualTo(Verdict.TOO_EARLY);
  }

  @Test
  void whatFewImagesCannotTellIsNotSaid() {
    List<RoundRecord> falling = history(training(70, 76, 80, 82), 71, 77, 76, 74);
    assertThat(verdict(falling, 10_000)).isEqualTo(Verdict.OVERFITTING);
    // Of 500 images, 74 % is known to 3.8 points, of 50 to 12.
    assertThat(verdict(falling, 500)).isEqualTo(Verdict.ABOUT_RIGHT);
    assertThat(verdict(falling, 50)).isEqualTo(Verdict.UNCERTAIN);

    List<RoundRecord> rising = history(training(30, 40, 50), 31, 41, 43);
    assertThat(verdict(rising, 10_000)).isEqualTo(Verdict.STILL_IMPROVING);
    assertThat(verdict(rising, 1_000)).isNotEqualTo(Verdict.STILL_IMPROVING);
    assertThat(
            text(FitDiagnosis.of(EpochAccuracies.of(rising), 50, Optional.empty()).orElseThrow()))
        .startsWith("Uncertain. ")
        .contains("only to 13\u00a0points or so: hold out more.");
  }

  private static Verdict verdict(List<RoundRecord> history, long examples) {
    return FitDiagnosis.of(EpochAccuracies.of(history), examples, Optional.empty())
        .orElseThrow()
        .verdict();
  }

  @Test
  void withoutValidationThereIsNothingToSay() {
    assertThat(FitDiagnosis.of(EpochAccuracies.of(List.of()), 0, Optional.empty())).isEmpty();
    assertThat(FitDiagnosis.of(EpochAccuracies.of(history(training(60), NAN)), 0, Optional.empty()))
        .isEmpty();
    assertThat(FitDiagnosis.of(EpochAccuracies.of(history(training(NAN), 60)), 0, Optional.empty()))
        .isEmpty();
  }

  @Test
  void theTextNamesTheGapAndTheAdvice() {
    String text = text(fit(training(70, 76, 80, 82), 71, 77, 76, 74));

    assertThat(text)
        .startsWith("Overfitting. In epoch 4, training accuracy was 82.00\u00a0%")
        .contains("74.00\u00a0%: a gap of 8.00\u00a0points.", "best in epoch 2, at 77.00\u00a0%")
        .contains("L2 penalty, more dropout");
    assertThat(text(fit(training(30, 30, 30), 35, 35, 35)))
        .contains("validation is ahead by 5.00\u00a0points.", "make it larger")
        .doesNotContain("best in epoch");
  }

  @ParameterizedTest
  @EnumSource
  void everyVerdictHasAdvice(Verdict verdict) {
    FitDiagnosis.Epoch epoch = new FitDiagnosis.Epoch(1, 0.5, 0.5);

    assertThat(text(new FitDiagnosis(verdict, epoch, epoch, 0.1, Optional.empty())))
        .matches("(?s)[A-Z][a-z ]+\\. In epoch 1,.* 0.00\u00a0points\\. [A-Z].*\\.\\s*");
  }

  private static String text(FitDiagnosis fit) {
    return Parsed.root("<div>" + FitText.html(fit) + "</div>")
        .getElementsByTagName("p")
        .item(0)
        .getTextContent();
  }
}
