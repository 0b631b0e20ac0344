// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.metric.EnsembleMetrics;
import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.metric.WilsonInterval;
import convoy.preprocessing.Split;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The measurement that answers how good the run is: the best member, on the split that counts.
 *
 * <p>The best has the largest top-1, then the smallest cross-entropy, then comes first. Where
 * members were measured on the test split, one of them is the answer, chosen by its validation
 * top-1: choosing by the test split would flatter the result, and is done only where none of them,
 * made of the same checkpoints, was measured on validation. Without test measurements the answer is
 * on validation, and without those on train. An ensemble that was chosen on validation is no answer
 * there, but may be one on test. What has parameters of another run is never the answer of this
 * one.
 *
 * @param best the measurement
 * @param chosenOn the split by which the member was chosen
 */
public record Answer(MemberMetrics best, Split chosenOn) {
  private static final Comparator<MemberMetrics> BETTER =
      Comparator.comparingDouble(MemberMetrics::top1)
          .reversed()
          .thenComparingDouble(MemberMetrics::crossEntropy);

  /** The answer among these, or none when no member was measured on any example. */
  public static Optional<Answer> of(List<MemberMetrics> members) {
    List<MemberMetrics> tested = on(members, Split.TEST);
    List<MemberMetrics> validated = on(members, Split.VALIDATION);
    List<MemberMetrics> unchosen = validated.stream().filter(member -> !isChosen(member)).toList();
    return first(validated.stream().filter(member -> find(tested, member).isPresent()).toList())
        .flatMap(chosen -> find(tested, chosen))
        .map(best -> new Answer(best, Split.VALIDATION))
        .or(
            () ->
                first(tested)
                    .or(() -> first(unchosen))
                    .or(() -> first(on(members, Split.TRAIN)))
                    .map(best -> new Answer(best, best.split())));
  }

  /** Whether there was a choice, and it was made on the very split that the number comes from. */
  boolean flattered(List<MemberMetrics> members) {
    return chosenOn == best.split() && on(members, chosenOn).size() > 1;
  }

  /**
   * What always answering the training split's most frequent class would score on the split that
   * the number comes from; of several such classes, the lowest. The evaluated split's own most
   * frequent class would flatter the baseline: a classifier cannot know it.
   *
   * @param trainingHistogram the training split's examples by class
   * @return a share of the examples with a defined prediction, 0 to 1; NaN without any, or where
   *     the histogram is not known or of other classes
   */
  double majority(List<Long> trainingHistogram) {
    long[] rows =
        Arrays.stream(best.confusion()).mapToLong(row -> Arrays.stream(row).sum()).toArray();
    long all = Arrays.stream(rows).sum();
    if (all == 0 || trainingHistogram.size() != rows.length) {
      return Double.NaN;
    }
    return (double) rows[trainingHistogram.indexOf(Collections.max(trainingHistogram))] / all;
  }

  /** What guessing scores, each class as likely as the next: 1/classes; NaN without classes. */
  public double chance() {
    int classes = best.confusion().length;
    return classes == 0 ? Double.NaN : 1.0 / classes;
  }

  /**
   * Wilson's interval of 95 % for top-1: what another sample of as many examples could have shown.
   */
  WilsonInterval interval() {
    return WilsonInterval.ofShare(best.top1(), best.count());
  }

  private static List<MemberMetrics> on(List<MemberMetrics> members, Split split) {
    return members.stream()
        .filter(member -> member.split() == split && member.count() > 0)
        .filter(member -> !member.ofOtherRuns())
        .toList();
  }

  private static boolean isChosen(MemberMetrics member) {
    return member.ensemble().map(EnsembleMetrics::chosen).orElse(false);
  }

  /** The same member, made of the same checkpoints. */
  private static Optional<MemberMetrics> find(List<MemberMetrics> members, MemberMetrics wanted) {
    return members.stream()
        .filter(member -> member.name().equals(wanted.name()))
        .filter(member -> member.checkpoints().equals(wanted.checkpoints()))
        .findFirst();
  }

  private static Optional<MemberMetrics> first(List<MemberMetrics> members) {
    return members.stream().sorted(BETTER).findFirst();
  }
}
