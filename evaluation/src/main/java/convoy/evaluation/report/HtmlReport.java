// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.metric.MemberMetrics;
import java.util.List;
import java.util.Optional;

/**
 * The report of a run as one HTML page that needs nothing else.
 *
 * <p>The answer comes first, with the curves and the confusion that explain it, then the details,
 * then what it takes to do it again.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * The page; the same report gives the same text. It is also well-formed XML.
   *
   * <p>Whatever is missing, the page holds no {@code NaN}, {@code Infinity} or {@code null}, unless
   * a name or a setting is called so.
   */
  public static String render(RunReport report) {
    return new HtmlPage(report.origin().title(), sections(report)).render();
  }

  private static List<String> sections(RunReport report) {
    RunReport.Training training = report.training();
    RunReport.Results results = report.results();
    Optional<MemberMetrics> best = Answer.of(results.members()).map(Answer::best);
    return List.of(
        AnswerSection.html(results),
        CurvesSection.html(training, results),
        best.map(member -> ConfusionSection.html(member, results.classNames())).orElse(""),
        best.map(member -> ClassesSection.html(member, results.classNames())).orElse(""),
        results
            .mistakes()
            .map(mistakes -> MistakesSection.html(mistakes, results.classNames()))
            .orElse(""),
        MembersSection.html(results.members()),
        EnsembleSection.html(results.members()),
        CurvesSection.time(training.history()),
        WorkersSection.html(training.history(), training.samples().workers()),
        LayersSection.html(training.samples().layers()),
        PicturesSection.filters(training.filters()),
        training
            .activations()
            .map(shown -> ActivationsSection.html(shown, results.classNames()))
            .orElse(""),
        training.preprocessing().map(HtmlReport::preprocessing).orElse(""),
        FaultsSection.html(report.origin().faults()),
        OriginSection.phases(report.origin().phaseSeconds()),
        OriginSection.provenance(report.origin().provenance()));
  }

  private static String preprocessing(Preprocessing shown) {
    return shown instanceof PreprocessingPictures pictures
        ? PreprocessingSection.html(pictures)
        : FeaturesSection.html((PreprocessingFeatures) shown);
  }
}
