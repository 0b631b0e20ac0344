// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.metric.WilsonInterval;
import convoy.preprocessing.Split;
import java.util.List;
import java.util.stream.Collectors;

/** The top of the page: how good the best member is, and how it was chosen. */
final class AnswerSection {
  private AnswerSection() {}

  /** The section. */
  static String html(RunReport.Results results) {
    return Answer.of(results.members()).map(found -> headline(found, results)).orElse(nothing());
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
        <p class="note">A member is a set of trained parameters that was measured: a checkpoint, a \
        running average of the parameters, or an ensemble of several, whose answers are combined.%s</p>
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
            others(results.members().size()),
            choice(answer, results.members()) + readings(results.testReadings()));
  }

  private static String others(int members) {
    return members == 1 ? "" : " All %s are below.".formatted(members);
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
}
