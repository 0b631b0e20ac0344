// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.metric.WilsonInterval;
import convoy.evaluation.report.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The members of an evaluation for people: the answer, as the report has it, and a table. */
final class MemberTable {
  private static final String NONE = "-";

  private MemberTable() {}

  /** The lines; none without a member. */
  static List<String> lines(List<MemberMetrics> members) {
    List<String> lines = new ArrayList<>();
    Answer.of(members).ifPresent(answer -> lines.add(headline(answer)));
    if (!members.isEmpty()) {
      lines.add("");
      lines.addAll(table(members).lines());
      lines.add("");
    }
    return lines;
  }

  private static String headline(Answer answer) {
    MemberMetrics best = answer.best();
    return String.format(
        Locale.ROOT,
        "%.2f %% of %,d %s examples right: %s (guessing: %.2f %%)",
        100 * best.top1(),
        best.count(),
        best.split().code(),
        best.name(),
        100 * answer.chance());
  }

  private static TextTable table(List<MemberMetrics> members) {
    TextTable table = new TextTable("member", "split", "top-1, %", "95 %", "top-5, %", "loss");
    for (MemberMetrics member : members) {
      boolean measured = member.count() > 0;
      WilsonInterval interval = WilsonInterval.ofShare(member.top1(), member.count());
      table.row(
          member.name(),
          member.split().code(),
          measured ? percent(member.top1()) : NONE,
          measured ? percent(interval.low()) + " - " + percent(interval.high()) : NONE,
          measured ? percent(member.top5()) : NONE,
          loss(member).map(loss -> String.format(Locale.ROOT, "%.4f", loss)).orElse(NONE));
    }
    return table;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  private static Optional<Double> loss(MemberMetrics member) {
    return Optional.of(member.crossEntropy()).filter(loss -> !loss.isNaN() && member.count() > 0);
  }
}
