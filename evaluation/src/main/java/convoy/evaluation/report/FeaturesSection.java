// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.report.HtmlTable.Column;
import convoy.preprocessing.statistics.PixelStatistics;
import java.util.List;

/** The training split's statistics where its examples are lists of features: a table and charts. */
final class FeaturesSection {
  /** Rows of the table; more are not looked at by anyone. */
  private static final int MOST = 32;

  private FeaturesSection() {}

  static String html(PreprocessingFeatures shown) {
    SpectrumCharts spectrum =
        new SpectrumCharts(shown.components().eigenvalues(), shown.components().totalVariance());
    return """
        <section id="preprocessing">
        <h2>Preprocessing</h2>
        <p class="note">%s</p>
        %s<div class="charts">
        %s%s</div>
        </section>
        """
        .formatted(
            summary(shown.features().mean().length, spectrum),
            table(shown.features()),
            spectrum.eigenvalues(),
            spectrum.cumulated());
  }

  private static String summary(int features, SpectrumCharts spectrum) {
    int enough = spectrum.componentsFor(0.99);
    return "Statistics of the training split alone: lists of %s, no images, so numbers stand for the pictures.%s%s"
        .formatted(
            features == 1 ? "1 feature" : Figures.count(features) + " features",
            enough == 0
                ? ""
                : " %s of %s components hold 99\u00a0%% of the variance."
                    .formatted(Figures.count(enough), Figures.count(features)),
            features > MOST ? " The table has the first %s features.".formatted(MOST) : "");
  }

  private static String table(PixelStatistics features) {
    HtmlTable table =
        new HtmlTable(
            "Features",
            List.of(
                Column.text("feature"),
                Column.number("mean"),
                Column.number("deviation"),
                Column.number("smallest"),
                Column.number("largest")));
    for (int i = 0; i < Math.min(MOST, features.mean().length); i++) {
      table.row(
          Integer.toString(i),
          Figures.significant(features.mean()[i]),
          Figures.significant(features.deviation()[i]),
          Figures.significant(features.minimum()[i]),
          Figures.significant(features.maximum()[i]));
    }
    return table.html();
  }
}
