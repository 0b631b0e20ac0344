// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import convoy.evaluation.metric.EnsembleMetrics;
import convoy.evaluation.metric.PairedCounts;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;

/** What the ensembles of a judgement gain over their parts. */
public final class EnsembleGains {
  private final Judgement judgement;

  /** The gains of a judgement. */
  public EnsembleGains(Judgement judgement) {
    this.judgement = judgement;
  }

  /**
   * What a member gains.
   *
   * @param member its number
   * @param parts numbers of the members that it is made of, each once, ascending; at least one
   * @param parameters that answer for it, numbers in all
   * @param growth top-1 of the mean of its first parts; empty where it was not measured
   */
  public EnsembleMetrics of(int member, List<Integer> parts, long parameters, List<Double> growth) {
    int best = parts.get(0);
    for (int part : parts) {
      if (hits(part) > hits(best)) {
        best = part;
      }
    }
    DoubleSummaryStatistics disagreement = new DoubleSummaryStatistics();
    DoubleSummaryStatistics yulesQ = new DoubleSummaryStatistics();
    for (int second : parts) {
      for (int first : parts) {
        if (first < second) {
          PairedCounts pair = judgement.pair(first, second);
          add(disagreement, pair.disagreement());
          add(yulesQ, pair.yulesQ());
        }
      }
    }
    return new EnsembleMetrics(
        judgement.members().get(member).chosen(),
        parts.size(),
        judgement.members().get(best).name(),
        judgement.pair(best, member).swapped(),
        mean(disagreement),
        mean(yulesQ),
        parameters,
        judgement.imagesPerSecond(member),
        growth);
  }

  private long hits(int part) {
    return judgement.counts().get(part).metrics().top1Hits();
  }

  private static void add(DoubleSummaryStatistics statistics, double value) {
    if (!Double.isNaN(value)) {
      statistics.accept(value);
    }
  }

  private static double mean(DoubleSummaryStatistics statistics) {
    return statistics.getCount() == 0 ? Double.NaN : statistics.getAverage();
  }

  /** The means of the first 1, 2, ... answers of a member. */
  public static List<Member> growing(Member member) {
    List<Member> growing = new ArrayList<>();
    IntStream.rangeClosed(1, member.answers().size())
        .forEach(
            count ->
                growing.add(
                    new Member(
                        member.name() + " of " + count,
                        member.answers().subList(0, count),
                        member.combination())));
    return growing;
  }
}
