// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import convoy.preprocessing.BadInputException;
import convoy.training.averaging.OuterOptimizer;
import convoy.training.loss.SoftenedCrossEntropy;
import convoy.training.schedule.LearningRate;
import convoy.training.schedule.Plateau;
import convoy.training.schedule.Snapshots;
import convoy.training.schedule.SyncSchedule;
import convoy.training.schedule.Trigger;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Choices with their numbers, and what they stand for. */
class PhraseTest {
  private static TrainConfig set(String... assignments) {
    return ConfigLoader.load(new Configuration(), List.of(), List.of(assignments)).train();
  }

  @Test
  void aChoiceTakesItsNumbersAndDefaultsForTheOthers() {
    assertThat(set("train.outer=nesterov momentum=0.8").outerOptimizer())
        .isEqualTo(new OuterOptimizer.Nesterov(0.7, 0.8));
    assertThat(set("train.outer=slowmo").outerOptimizer())
        .isEqualTo(new OuterOptimizer.SlowMomentum(1, 0.5));
    assertThat(set("train.synchronize=post-local", "train.averageEvery=5").syncSchedule())
        .isEqualTo(new SyncSchedule.PostLocal(5));
    assertThat(set("train.stop=no-improvement validations=2, reached accuracy=0.5").stopWhen())
        .isEqualTo(
            new Trigger.Any(
                List.of(
                    new Trigger.MaxEpochs(6),
                    new Trigger.Any(
                        List.of(new Trigger.NoImprovement(2), new Trigger.Reached(0.5))))));
    assertThat(set("train.learningRate.plateau=reduce patience=5").learningRate().plateauRule())
        .isEqualTo(new Plateau(0.1, 5));
    assertThat(set("train.snapshots=epochs").snapshotsTaken()).isEqualTo(new Snapshots(0, 5));
    assertThat(
            set("train.snapshots=epochs every=3", "train.learningRate.warmUp=2.5").snapshotsTaken())
        .isEqualTo(new Snapshots(2, 3));
    assertThat(set("train.learningRate.warmUp=2").snapshotsTaken()).isEqualTo(Snapshots.NONE);
  }

  @Test
  void aStudentHasTheNumbersThatItWasGivenOrThoseOfTheReference() {
    assertThat(set().distillation()).isEmpty();
    assertThat(set("train.distil=softened share=0.75").distillation())
        .contains(new SoftenedCrossEntropy(2, 0.75));
    assertThat(set().taught().distillation()).contains(new SoftenedCrossEntropy(2, 0.5));
    assertThat(set("train.distil=softened temperature=4").taught().distil())
        .isEqualTo("softened temperature=4");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> set("train.trainer=dl4j").taught())
        .withMessageContaining("train.trainer = dl4j learns from labels alone");
  }

  @Test
  void epochsBecomeSteps() {
    assertThat(set("train.learningRate.initial=1").learningRate().rate(50, 6, 2))
        .isEqualTo(new LearningRate.StepDecay(1, 0.2, 200));
    assertThat(
            set(
                    "train.learningRate.initial=1",
                    "train.learningRate.schedule=triangular",
                    "train.learningRate.warmUp=0.5",
                    "train.learningRate.scaleByWorkers=true")
                .learningRate()
                .rate(50, 6, 2))
        .isEqualTo(new LearningRate.WarmUp(new LearningRate.Triangular(2, 83, 275), 25));
    assertThat(
            set("train.learningRate.initial=1", "train.learningRate.schedule=cosine epochs=2")
                .learningRate()
                .rate(50, 6, 2))
        .isEqualTo(new LearningRate.Cosine(1, 100));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train.outer=slowmo",
        "train.synchronize=post-local",
        "train.updaterState=keep",
        "train.learningRate.warmUp=0.5",
        "train.learningRate.schedule=cosine",
        "train.learningRate.schedule=step every=1.5"
      })
  void deeplearning4jIsNotAskedForWhatItCannotDo(String assignment) {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> set("train.trainer=dl4j", assignment))
        .withMessageStartingWith("train.trainer = dl4j takes train.outer = average")
        .withMessageNotContaining("\n");
    assertThat(set("train.trainer=dl4j", "train.updaterState=reset").byDeeplearning4j()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.outer=nesterov rat=1 | unknown 'rat=1'; nesterov takes rate, momentum (as in rate=0.7)",
        "train.outer=average 0.5 | unknown '0.5'; average takes no numbers",
        "train.outer=slowmo rate=fast | 'fast' is not a number",
        "train.outer=slowmo rate=0 | the outer rate is above 0",
        "train.clip=norm threshold=NaN | gradients are clipped above a number over 0",
        "train.checkpoint=rounds every=2.5 | every=2.5 is not a whole number",
        "train.monitor=steps every=0 | local steps are counted from 1, not 0",
        "train.snapshots=epochs every=0 | epochs are counted from 1, not 0",
        "train.distil=softened temperature=0 | a temperature of 0.0",
        "train.distil=softened temperature=101 | a temperature of 101.0; legal: above 0 and at most 100",
        "train.distil=softened share=1.1 | a share of 1.1",
        "train.distil=none share=1 | none takes no numbers",
        "train.learningRate.schedule=step factor=2 | in (0, 1], not 2.0",
        "train.synchronize=timed seconds=-1 | more than 0 seconds"
      })
  void whatItDoesNotTakeIsRefusedInOneLineThatNamesTheKey(String assignment, String reason) {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> set(assignment))
        .satisfies(
            refused ->
                assertThat(refused.getMessage())
                    .startsWith(assignment.replaceFirst("=", " = "))
                    .contains(reason)
                    .hasLineCount(1));
  }
}
