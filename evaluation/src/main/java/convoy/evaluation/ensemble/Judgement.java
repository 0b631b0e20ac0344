// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import convoy.evaluation.metric.MemberCounts;
import convoy.evaluation.metric.PairedCounts;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What is counted of members, and of each pair of them: an aggregate of {@link #zero}, {@link #add}
 * and {@link #merge}, the same to the last bit in any order and any split.
 */
public final class Judgement implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<Member> members;
  private final List<MemberCounts> counts = new ArrayList<>();

  /** By the second of the pair, then by the first, which comes before it. */
  private final List<List<PairedCounts>> pairs = new ArrayList<>();

  private long[] computeNanos = {};

  private Judgement(List<Member> members, int classes, int mistakes) {
    this.members = List.copyOf(members);
    for (Member member : members) {
      List<PairedCounts> before = new ArrayList<>();
      counts.forEach(earlier -> before.add(PairedCounts.zero()));
      pairs.add(before);
      counts.add(MemberCounts.zero(classes, member.combination().probabilistic(), mistakes));
    }
  }

  /**
   * Of no example.
   *
   * @param mistakes how many of each member's most confident ones are kept
   */
  static Judgement zero(List<Member> members, int classes, int mistakes) {
    return new Judgement(members, classes, mistakes);
  }

  /** Judges the members on the examples of a block. */
  Judgement add(PredictionBlock block) {
    int[][] predicted = new int[members.size()][block.count()];
    for (int m = 0; m < members.size(); m++) {
      float[] answers = block.of(members.get(m));
      for (int i = 0; i < block.count(); i++) {
        predicted[m][i] = counts.get(m).add(answers, i, block.keys()[i], block.labels()[i]);
        for (int before = 0; before < m; before++) {
          pairs.get(m).get(before).add(block.labels()[i], predicted[before][i], predicted[m][i]);
        }
      }
    }
    computeNanos = sum(computeNanos, block.computeNanos());
    return this;
  }

  /** Adds the examples of another judgement of the same members, which stays as it is. */
  Judgement merge(Judgement other) {
    for (int m = 0; m < members.size(); m++) {
      counts.get(m).merge(other.counts.get(m));
      for (int before = 0; before < m; before++) {
        pairs.get(m).get(before).merge(other.pairs.get(m).get(before));
      }
    }
    computeNanos = sum(computeNanos, other.computeNanos);
    return this;
  }

  private static long[] sum(long[] one, long[] other) {
    if (one.length == 0 || other.length == 0) {
      return one.length == 0 ? other.clone() : one;
    }
    long[] sum = new long[one.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = one[i] + other[i];
    }
    return sum;
  }

  /** Who was judged. */
  public List<Member> members() {
    return members;
  }

  /** What was counted of each member. */
  public List<MemberCounts> counts() {
    return List.copyOf(counts);
  }

  /**
   * How two members compare on the same examples.
   *
   * @param first number of a member
   * @param second number of one behind it
   */
  public PairedCounts pair(int first, int second) {
    return pairs.get(second).get(first);
  }

  /**
   * Images that go through all the networks of a member in a second, on one core (or one GPU): what
   * using it costs. NaN of no example.
   */
  public double imagesPerSecond(int member) {
    long nanos =
        members.get(member).answers().stream()
            .distinct()
            .mapToLong(answer -> answer < computeNanos.length ? computeNanos[answer] : 0)
            .sum();
    long count = counts.get(member).metrics().count();
    return count == 0 || nanos == 0 ? Double.NaN : count / (nanos / 1e9);
  }
}
