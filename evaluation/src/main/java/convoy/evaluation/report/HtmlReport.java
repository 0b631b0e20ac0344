// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

/**
 * The report of a run as one HTML page that needs nothing else: no network, script, font or style
 * sheet. It reads at 375 pixels and on paper, and every text from outside is escaped; the page's
 * own policy forbids a browser to load or to run anything all the same.
 *
 * <p>The answer comes first, then what explains it, then what it takes to do it again.
 */
public final class HtmlReport {
  private static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action"
          + " 'none'";

  private HtmlReport() {}

  /**
   * The page; the same report gives the same text. It is also well-formed XML.
   *
   * <p>Whatever is missing, the page holds no {@code NaN}, {@code Infinity} or {@code null}, unless
   * a name or a setting is called so.
   */
  public static String render(RunReport report) {
    String title = escape(report.title().isBlank() ? "Run" : report.title());
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy" content="%s"/>
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <header><h1>%s</h1></header>
        <main>
        %s</main>
        </body>
        </html>
        """
        .formatted(POLICY, title, Stylesheet.CSS, title, sections(report));
  }

  private static String sections(RunReport report) {
    String confusion =
        Answer.of(report.members())
            .map(answer -> ConfusionSection.html(answer.best(), report.classNames()))
            .orElse("");
    return String.join(
        "",
        AnswerSection.html(report.members(), report.testReadings()),
        CurvesSection.html(report.history()),
        WorkersSection.html(report.history(), report.samples().workers()),
        confusion,
        LayersSection.html(report.samples().layers()),
        PicturesSection.filters(report.filters()),
        report.preprocessing().map(HtmlReport::preprocessing).orElse(""),
        OriginSection.phases(report.phaseSeconds()),
        OriginSection.provenance(report.provenance()));
  }

  private static String preprocessing(Preprocessing shown) {
    return shown instanceof PreprocessingPictures pictures
        ? PreprocessingSection.html(pictures)
        : FeaturesSection.html((PreprocessingFeatures) shown);
  }
}
