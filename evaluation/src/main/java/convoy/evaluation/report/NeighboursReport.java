// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.evaluation.metric.WilsonInterval;
import convoy.evaluation.neighbours.Distance;
import convoy.evaluation.neighbours.FoldResults;
import convoy.evaluation.neighbours.NeighboursResult;
import convoy.evaluation.picture.LineChart;
import convoy.evaluation.picture.LineChart.Axis;
import convoy.evaluation.picture.Scale;
import convoy.evaluation.picture.Series;
import convoy.evaluation.picture.Series.Style;
import convoy.evaluation.report.HtmlTable.Column;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A search for the number of neighbours as one HTML page that needs nothing else: the best k, the
 * course's plot of accuracy against k (course notes CS231n, "Image Classification"), and a table.
 */
public final class NeighboursReport {
  private static final Axis NEIGHBOURS = new Axis("k, neighbours that vote", Scale.WHOLE);
  private static final Axis ACCURACY = new Axis("accuracy, %", Scale.PERCENT);

  private NeighboursReport() {}

  /**
   * What was searched.
   *
   * @param shards where the examples are
   * @param compared what was compared of them, for example {@code pixels}
   * @param distance between two of them
   * @param learnt whether a network that has learnt the labels of the training split made them
   */
  public record Search(String shards, String compared, Distance distance, boolean learnt) {}

  /**
   * One k.
   *
   * @param accuracy 0 to 1
   * @param low end of what is drawn as its error bar, as a share like the accuracy
   * @param high end of it
   * @param spread how the bar is written in the table
   */
  private record Row(int k, double accuracy, double low, double high, String spread) {}

  /**
   * What the two kinds of search say in ways of their own.
   *
   * @param sentence that follows the best k, as markup
   * @param accuracy above the column of accuracies
   * @param spread above the column of what error bars show
   * @param caption of the chart
   * @param note below the answer; empty for none
   */
  private record Words(
      String sentence, String accuracy, String spread, String caption, String note) {}

  /** Every k, which of them is best, and what is drawn of them. */
  private record Found(List<Row> rows, int best, List<Series> series) {}

  /**
   * The page of a search on the validation split; the same results give the same text. It is also
   * well-formed XML, and holds no {@code NaN} and no {@code Infinity}.
   */
  public static String render(Search search, NeighboursResult found) {
    List<Row> rows = found.ks().stream().map(k -> row(found, k)).toList();
    Words words =
        new Words(
            "is best: %s of %s validation examples classified right"
                .formatted(
                    Figures.percent(found.accuracy(found.bestK())), Figures.count(found.count())),
            "accuracy, %",
            "95 % interval, %",
            "Bars: Wilson's interval of 95 %, of each k alone: what another sample of as many"
                + " examples could have shown.",
            "This k was chosen on the validation split itself, which flatters its number a little.");
    return page(search, words, new Found(rows, found.bestK(), List.of(line("accuracy", rows))));
  }

  private static Row row(NeighboursResult found, int k) {
    WilsonInterval interval = found.interval(k);
    String spread =
        Figures.decimal(100 * interval.low(), 2) + "–" + Figures.decimal(100 * interval.high(), 2);
    return new Row(k, found.accuracy(k), interval.low(), interval.high(), spread);
  }

  /** The page of a cross-validation, likewise. */
  public static String render(Search search, FoldResults found) {
    List<Row> rows = found.ks().stream().map(k -> row(found, k)).toList();
    int folds = found.folds().size();
    Words words =
        new Words(
            "is best: %s classified right, the mean over %s folds of the training split"
                .formatted(Figures.percent(found.mean(found.bestK())), folds),
            "mean accuracy, %",
            "deviation, %",
            "A ring for each fold, classified by the others; the line is their mean, the bars reach"
                + " one standard deviation over the folds to either side.",
            search.learnt()
                ? "The network has learnt the labels of every fold, so that all accuracies are too"
                    + " high; without folds, k is chosen on the validation split."
                : "");
    List<Series> series = List.of(line("mean, with one deviation", rows), dots(found));
    return page(search, words, new Found(rows, found.bestK(), series));
  }

  private static Row row(FoldResults found, int k) {
    double mean = found.mean(k);
    double deviation = found.deviation(k);
    return new Row(
        k, mean, mean - deviation, mean + deviation, Figures.decimal(100 * deviation, 2));
  }

  private static Series line(String name, List<Row> rows) {
    return new Series(
        name,
        rows.stream().mapToDouble(Row::k).toArray(),
        rows.stream().mapToDouble(row -> 100 * row.accuracy()).toArray(),
        new Style.ErrorBars(
            rows.stream().mapToDouble(row -> 100 * row.low()).toArray(),
            rows.stream().mapToDouble(row -> 100 * row.high()).toArray()));
  }

  private static Series dots(FoldResults found) {
    int folds = found.folds().size();
    return new Series(
        "a fold",
        found.ks().stream()
            .flatMapToDouble(k -> DoubleStream.generate(() -> k).limit(folds))
            .toArray(),
        found.ks().stream()
            .flatMapToDouble(k -> DoubleStream.of(found.accuracies(k)))
            .map(accuracy -> 100 * accuracy)
            .toArray(),
        new Style.Dots());
  }

  private static String page(Search search, Words words, Found found) {
    return new HtmlPage(
            "Nearest neighbours",
            List.of(
                answer(search, words, found.best()),
                chart(found.series(), words.caption()),
                table(words, found)))
        .render();
  }

  private static String answer(Search search, Words words, int best) {
    return """
        <section id="answer" class="answer">
        <p class="headline"><strong>k = %s</strong> %s</p>
        <dl class="figures">
        <div><dt>compared</dt><dd>%s</dd></div>
        <div><dt>distance</dt><dd>%s</dd></div>
        <div><dt>shards</dt><dd>%s</dd></div>
        </dl>
        %s</section>
        """
        .formatted(
            best,
            words.sentence(),
            escape(search.compared()),
            search.distance().name(),
            escape(search.shards()),
            words.note().isEmpty() ? "" : "<p class=\"note\">" + words.note() + "</p>\n");
  }

  private static String chart(List<Series> series, String caption) {
    LineChart chart =
        new LineChart("Accuracy by number of neighbours", NEIGHBOURS, ACCURACY, series);
    return """
        <section id="chart">
        <h2>Choosing k</h2>
        <figure>
        %s<figcaption>%s</figcaption>
        </figure>
        </section>
        """
        .formatted(chart.svg(), caption);
  }

  private static String table(Words words, Found found) {
    HtmlTable table =
        new HtmlTable(
            "Accuracy by k",
            List.of(
                Column.text("k"), Column.number(words.accuracy()), Column.number(words.spread())));
    for (Row row : found.rows()) {
      table.row(
          List.of(String.valueOf(row.k()), Figures.decimal(100 * row.accuracy(), 2), row.spread()),
          row.k() == found.best() ? "best" : "");
    }
    return """
        <section id="neighbours">
        <h2>Every k</h2>
        %s</section>
        """
        .formatted(table.html());
  }
}
