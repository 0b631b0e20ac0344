// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.metric.MemberMetrics.Calibration;
import convoy.evaluation.metric.WilsonInterval;
import convoy.evaluation.report.HtmlTable.Column;
import java.util.List;
import java.util.Optional;

/** Every member that was measured, a row each. */
final class MembersSection {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("member"),
          Column.text("split"),
          Column.number("top-1, %"),
          Column.number("95 % interval"),
          Column.number("top-5, %"),
          Column.number("cross-entropy, nats"),
          Column.number("Brier score"),
          Column.number("calibration error, %"),
          Column.number("examples"));

  private MembersSection() {}

  /** The section; empty without a member. */
  static String html(List<MemberMetrics> members) {
    return members.isEmpty() ? "" : table(members, Answer.of(members));
  }

  private static String table(List<MemberMetrics> members, Optional<Answer> answer) {
    HtmlTable table = new HtmlTable("All members", COLUMNS);
    for (MemberMetrics member : members) {
      boolean best = answer.map(Answer::best).filter(member::equals).isPresent();
      table.row(cells(member), best ? "best" : "");
    }
    return """
        <section id="members">
        <h2>Members</h2>
        %s</section>
        """
        .formatted(table.html());
  }

  /** What the member is made of, in small print. */
  private static String checkpoints(MemberMetrics member) {
    return member.checkpoints().isEmpty()
        ? ""
        : "<br/><small>" + escape(String.join(", ", member.checkpoints())) + "</small>";
  }

  /** What another sample of as many examples could have shown, in percent. */
  private static String interval(MemberMetrics member) {
    WilsonInterval interval = WilsonInterval.ofShare(member.top1(), member.count());
    return Figures.decimal(100 * interval.low(), 2)
        + "–"
        + Figures.decimal(100 * interval.high(), 2);
  }

  private static double brier(MemberMetrics member) {
    return member.calibration().map(Calibration::brier).orElse(Double.NaN);
  }

  private static double calibrationError(MemberMetrics member) {
    return member.calibration().map(Calibration::expectedError).orElse(Double.NaN);
  }

  private static List<String> cells(MemberMetrics member) {
    boolean measured = member.count() > 0;
    return List.of(
        escape(member.name()) + checkpoints(member),
        member.split().code(),
        measured ? Figures.decimal(100 * member.top1(), 2) : Figures.DASH,
        measured ? interval(member) : Figures.DASH,
        measured ? Figures.decimal(100 * member.top5(), 2) : Figures.DASH,
        measured ? Figures.decimal(member.crossEntropy(), 4) : Figures.DASH,
        Figures.decimal(brier(member), 4),
        Figures.decimal(100 * calibrationError(member), 2),
        Figures.count(member.count()));
  }
}
