// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.preprocessing.Split.TEST;
import static convoy.preprocessing.Split.TRAIN;
import static convoy.preprocessing.Split.VALIDATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.evaluation.metric.EnsembleMetrics;
import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.metric.PairedCounts;
import convoy.evaluation.metric.WilsonInterval;
import convoy.preprocessing.Split;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {

  @Test
  void theMemberIsChosenOnValidationAndMeasuredOnTest() {
    List<MemberMetrics> members =
        List.of(
            member("a", VALIDATION, 0.9, 1),
            member("b", VALIDATION, 0.8, 1),
            member("a", TEST, 0.7, 1),
            member("b", TEST, 0.95, 1));
    Answer answer = Answer.of(members).orElseThrow();

    assertThat(answer.best()).isEqualTo(members.get(2));
    assertThat(answer.chosenOn()).isEqualTo(VALIDATION);
    assertThat(answer.flattered(members)).isFalse();
  }

  @Test
  void aMemberThatWasNotTestedIsNotTheAnswerToATest() {
    List<MemberMetrics> members =
        List.of(
            member("a", VALIDATION, 0.9, 1),
            member("b", VALIDATION, 0.8, 1),
            member("b", TEST, 0.7, 1));

    assertThat(Answer.of(members)).contains(new Answer(members.get(2), VALIDATION));
  }

  @Test
  void aTestedMemberWithoutValidationIsNotChosen() {
    List<MemberMetrics> members =
        List.of(
            member("a", VALIDATION, 0.9, 1), member("a", TEST, 0.7, 1), member("b", TEST, 0.8, 1));
    Answer answer = Answer.of(members).orElseThrow();

    assertThat(answer).isEqualTo(new Answer(members.get(1), VALIDATION));
    assertThat(answer.flattered(members)).isFalse();
  }

  @Test
  void ofTheSameNameAndOtherCheckpointsIsAnotherMember() {
    List<MemberMetrics> members =
        List.of(
            member("ensemble", VALIDATION, 0.9, 1).madeOf(List.of("e1", "e2")),
            member("last", VALIDATION, 0.8, 1),
            member("ensemble", TEST, 0.9, 1).madeOf(List.of("e1")),
            member("last", TEST, 0.7, 1));

    assertThat(Answer.of(members)).contains(new Answer(members.get(3), VALIDATION));
  }

  @Test
  void choosingOnTheTestSplitFlatters() {
    List<MemberMetrics> members = List.of(member("a", TEST, 0.9, 1), member("b", TEST, 0.95, 1));
    Answer answer = Answer.of(members).orElseThrow();

    assertThat(answer.best()).isEqualTo(members.get(1));
    assertThat(answer.flattered(members)).isTrue();
    assertThat(answer.flattered(members.subList(1, 2))).isFalse();
  }

  @Test
  void validationComesBeforeTrain() {
    List<MemberMetrics> members =
        List.of(member("a", TRAIN, 0.99, 1), member("a", VALIDATION, 0.5, 1));

    assertThat(Answer.of(members)).contains(new Answer(members.get(1), VALIDATION));
    assertThat(Answer.of(members.subList(0, 1))).contains(new Answer(members.get(0), TRAIN));
  }

  @Test
  void anEnsembleThatWasChosenOnValidationIsNoAnswerThereButMayBeOnTest() {
    MemberMetrics best = member("best", Split.VALIDATION, 0.75, 0.5);
    MemberMetrics chosen = chosen(member("greedy", Split.VALIDATION, 0.8, 0.5));
    MemberMetrics bestTested = member("best", Split.TEST, 0.75, 0.5);
    MemberMetrics tested = chosen(member("greedy", Split.TEST, 0.75, 0.6));

    assertThat(Answer.of(List.of(best, chosen)).orElseThrow().best()).isEqualTo(best);
    assertThat(Answer.of(List.of(best, chosen, bestTested, tested)).orElseThrow().best())
        .isEqualTo(tested);
  }

  @Test
  void whatHasParametersOfAnotherRunIsNoAnswerOfThisOne() {
    MemberMetrics best = member("best", VALIDATION, 0.75, 0.5);
    MemberMetrics other = member("best of runs/b", VALIDATION, 0.9, 0.4).beside();
    Answer answer = Answer.of(List.of(other, best)).orElseThrow();

    assertThat(answer.best()).isEqualTo(best);
    assertThat(answer.flattered(List.of(other, best))).isFalse();
    assertThat(Answer.of(List.of(other))).isEmpty();
  }

  private static MemberMetrics chosen(MemberMetrics member) {
    return member.gaining(
        new EnsembleMetrics(true, 1, "best", PairedCounts.zero(), 0, 0, 1, 1, List.of()));
  }

  @Test
  void crossEntropyThenOrderBreakTies() {
    List<MemberMetrics> members =
        List.of(
            member("a", VALIDATION, 0.9, 2),
            member("b", VALIDATION, 0.9, 1),
            member("c", VALIDATION, 0.9, 1));

    assertThat(Answer.of(members).orElseThrow().best().name()).isEqualTo("b");
  }

  @Test
  void aMemberWithoutExamplesIsNoAnswer() {
    MemberMetrics none = new MemberMetrics("a", TEST, 0, 0, 0, 0, new long[2][2]);

    assertThat(Answer.of(List.of(none))).isEmpty();
    assertThat(Answer.of(List.of())).isEmpty();
  }

  @Test
  void theMajorityIsOfTheTrainingSplit() {
    // 75 examples of class 0 and 25 of class 1.
    Answer answer = new Answer(member("a", TEST, 0.5, 1), TEST);

    assertThat(answer.majority(List.of(40L, 60L))).isEqualTo(0.25);
    assertThat(answer.majority(List.of(60L, 40L))).isEqualTo(0.75);
    assertThat(answer.majority(List.of(50L, 50L))).isEqualTo(0.75);
    assertThat(answer.chance()).isEqualTo(0.5);
  }

  @Test
  void whatIsNotKnownHasNoMajority() {
    Answer answer = new Answer(member("a", TEST, 0.5, 1), TEST);
    MemberMetrics undefined = new MemberMetrics("a", TEST, 5, 0, 0, 0, new long[2][2]);
    MemberMetrics classless = new MemberMetrics("a", TEST, 5, 0, 0, 0, new long[0][0]);

    assertThat(answer.majority(List.of())).isNaN();
    assertThat(answer.majority(List.of(1L, 2L, 3L))).isNaN();
    assertThat(new Answer(undefined, TEST).majority(List.of(1L, 2L))).isNaN();
    assertThat(new Answer(classless, TEST).majority(List.of())).isNaN();
    assertThat(new Answer(classless, TEST).chance()).isNaN();
  }

  @Test
  void theIntervalIsWilsons() {
    // Wilson's interval of 8 out of 10: 0.490 to 0.943 (Brown, Cai and DasGupta, 2001).
    MemberMetrics eightOfTen = new MemberMetrics("a", TEST, 10, 0.8, 1, 0, new long[1][1]);
    WilsonInterval interval = new Answer(eightOfTen, TEST).interval();

    assertThat(interval.low()).isCloseTo(0.4902, within(5e-5));
    assertThat(interval.high()).isCloseTo(0.9433, within(5e-5));
  }

  private static MemberMetrics member(String name, Split split, double top1, double crossEntropy) {
    return new MemberMetrics(
        name, split, 100, top1, 1, crossEntropy, new long[][] {{75, 0}, {20, 5}});
  }
}
