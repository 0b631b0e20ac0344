// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.metric.MemberMetrics.Calibration;
import convoy.evaluation.metric.WilsonInterval;
import convoy.evaluation.report.HtmlTable.Column;
import convoy.preprocessing.Split;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The top of the page: how good the best member is, and every other member below it. */
final class AnswerSection {
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

  private AnswerSection() {}

  /** The section. */
  static String html(RunReport.Results results) {
    List<MemberMetrics> members = results.members();
    Optional<Answer> answer = Answer.of(members);
    return answer.map(found -> headline(found, results)).orElse(nothing())
        + (members.isEmpty() ? "" : table(members, answer));
  }

  private static String nothing() {
    return """
        <section id="answer" class="answer">
        <p>No member was measured on any example, so there is no answer yet.</p>
        </section>
        """;
  }

  private static String headline(Answer answer, RunReport.Results results) {
    MemberMetrics best = answer.best();
    WilsonInterval interval = answer.interval();
    return """
        <section id="answer" class="answer">
        <p class="headline"><strong>%s</strong> of %s %s examples classified right (top-1)</p>
        <dl class="figures">
        <div><dt>best member</dt><dd>%s</dd></div>
        <div><dt>95 %% interval of top-1</dt><dd>%s–%s</dd></div>
        <div><dt>top-5</dt><dd>%s</dd></div>
        <div><dt>cross-entropy, nats</dt><dd>%s</dd></div>
        <div><dt>always training's largest class</dt><dd>%s</dd></div>
        <div><dt>chance</dt><dd>%s</dd></div>
        %s</dl>
        %s</section>
        """
        .formatted(
            Figures.percent(best.top1()),
            Figures.count(best.count()),
            best.split().code(),
            escape(best.name()),
            Figures.decimal(100 * interval.low(), 2),
            Figures.percent(interval.high()),
            Figures.percent(best.top5()),
            Figures.decimal(best.crossEntropy(), 4),
            Figures.percent(answer.majority(results.trainingHistogram())),
            Figures.percent(answer.chance()),
            baselines(results.baselines(), best.split()),
            choice(answer, results.members()) + readings(results.testReadings()));
  }

  /** Those that were measured on the split that the answer is of. */
  private static String baselines(List<MemberMetrics> baselines, Split split) {
    return baselines.stream()
        .filter(baseline -> baseline.split() == split && baseline.count() > 0)
        .map(
            baseline ->
                "<div><dt>%s</dt><dd>%s</dd></div>\n"
                    .formatted(escape(baseline.name()), Figures.percent(baseline.top1())))
        .collect(Collectors.joining());
  }

  private static String readings(int count) {
    return switch (count) {
      case 0 -> "";
      case 1 -> "<p class=\"note\">The test split was read once.</p>\n";
      default ->
          "<p class=\"note\">The test split was read %s times: each choice made after the first reading makes its number less of a test.</p>\n"
              .formatted(count);
    };
  }

  private static String choice(Answer answer, List<MemberMetrics> members) {
    String note;
    if (answer.flattered(members)) {
      note = "The member was chosen on the %s split itself, which flatters it a little.";
    } else if (answer.chosenOn() != answer.best().split()) {
      note = "The member was chosen on the %s split.";
    } else {
      return "";
    }
    return "<p class=\"note\">" + note.replace("%s", answer.chosenOn().code()) + "</p>\n";
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
