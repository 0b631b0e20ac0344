// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.picture.LineChart;
import convoy.evaluation.picture.LineChart.Axis;
import convoy.evaluation.picture.Scale;
import convoy.evaluation.picture.Series;
import convoy.evaluation.report.HtmlTable.Column;
import convoy.training.monitor.RoundRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Several runs side by side as one HTML page that needs nothing else: their answers, in which
 * settings they differ, how they learnt, and their members.
 */
public final class ComparisonReport {
  private final List<ComparedRun> runs;

  private ComparisonReport(List<ComparedRun> runs) {
    this.runs = runs;
  }

  /**
   * The page; the same runs give the same text. It is also well-formed XML, and holds no {@code
   * NaN}, {@code Infinity} or {@code null}, unless a name or a setting is called so.
   */
  public static String render(List<ComparedRun> runs) {
    ComparisonReport page = new ComparisonReport(List.copyOf(runs));
    return new HtmlPage(
            runs.size() + " runs side by side",
            List.of(page.answers(), page.settings(), page.curves(), page.members()))
        .render();
  }

  private String answers() {
    HtmlTable table =
        table(
            List.of(
                "run",
                "best member",
                "split",
                "top-1, %",
                "95 % interval",
                "cross-entropy, nats",
                "examples",
                "images/s in training",
                "training took"));
    for (ComparedRun run : runs) {
      Optional<Answer> answer = Answer.of(run.report().results().members());
      table.row(
          escape(run.name()),
          answer.map(found -> escape(found.best().name())).orElse(Figures.DASH),
          answer.map(found -> found.best().split().code()).orElse(Figures.DASH),
          decimal(answer, found -> 100 * found.best().top1(), 2),
          decimal(answer, found -> 100 * found.interval().low(), 2)
              + " to "
              + decimal(answer, found -> 100 * found.interval().high(), 2),
          decimal(answer, found -> found.best().crossEntropy(), 4),
          answer.map(found -> Figures.count(found.best().count())).orElse(Figures.DASH),
          Figures.decimal(imagesPerSecond(run), 0),
          Figures.duration(run.report().origin().phaseSeconds().getOrDefault("train", Double.NaN)));
    }
    return section(
        "answers",
        "Answers",
        ComparedRun.differInImages(runs)
            ? "The runs did not learn from the same training split, so that their validation splits"
                + " differ too: accuracies are of different images."
            : "The interval is of 95 %, and of each run alone: what another sample of as many"
                + " examples could have shown.",
        table.html());
  }

  private static String decimal(
      Optional<Answer> answer, ToDoubleFunction<Answer> value, int decimals) {
    return Figures.decimal(
        answer.stream().mapToDouble(value).findFirst().orElse(Double.NaN), decimals);
  }

  /** All examples over the time of all rounds, as a training prints it. */
  private static double imagesPerSecond(ComparedRun run) {
    List<RoundRecord> rounds = run.report().training().history();
    double seconds =
        rounds.stream().mapToDouble(round -> round.examples() / round.imagesPerSecond()).sum();
    return rounds.stream().mapToLong(RoundRecord::examples).sum() / seconds;
  }

  /** Those in which at least two runs differ. */
  private String settings() {
    Set<String> keys = new LinkedHashSet<>();
    runs.forEach(run -> keys.addAll(run.settings().keySet()));
    HtmlTable table = table(headers("setting"));
    for (String key : keys) {
      List<String> values =
          runs.stream().map(run -> run.settings().getOrDefault(key, Figures.DASH)).toList();
      if (values.stream().distinct().count() > 1) {
        addRow(table, key, values.stream().map(value -> escape(value)).toList());
      }
    }
    if (table.isEmpty()) {
      return section("settings", "Settings", "All runs have the same settings.", "");
    }
    return section("settings", "Settings", "Those in which the runs differ.", table.html());
  }

  private String curves() {
    String charts =
        Stream.of(
                new LineChart(
                    "Validation accuracy by epoch",
                    new Axis("epoch", Scale.WHOLE),
                    new Axis("top-1, %", Scale.PERCENT),
                    lines(ComparisonReport::validation)),
                new LineChart(
                    "Loss by images seen",
                    new Axis("images, thousands", Scale.LINEAR),
                    new Axis("loss with penalty", Scale.LINEAR),
                    lines(ComparisonReport::loss)))
            .filter(chart -> !chart.series().isEmpty())
            .map(chart -> "<figure>\n" + chart.svg() + "</figure>\n")
            .collect(Collectors.joining());
    return charts.isEmpty()
        ? section("curves", "Training", "No round was recorded.", "")
        : section("curves", "Training", "", "<div class=\"charts\">\n" + charts + "</div>\n");
  }

  private List<Series> lines(Function<ComparedRun, Series> line) {
    return runs.stream().map(line).filter(series -> series.x().length > 0).toList();
  }

  private static Series validation(ComparedRun run) {
    var accuracies = EpochAccuracies.of(run.report().training().history()).validation();
    return new Series(
        run.name(),
        accuracies.keySet().stream().mapToDouble(epoch -> epoch).toArray(),
        accuracies.values().stream().mapToDouble(accuracy -> 100 * accuracy).toArray());
  }

  /** Over images, as rounds are of different lengths where runs average differently often. */
  private static Series loss(ComparedRun run) {
    List<RoundRecord> history = run.report().training().history();
    double[] seen = new double[history.size()];
    long images = 0;
    for (int i = 0; i < seen.length; i++) {
      images += history.get(i).examples();
      seen[i] = images / 1e3;
    }
    return new Series(run.name(), seen, history.stream().mapToDouble(RoundRecord::loss).toArray());
  }

  /** Top-1 of every member that one of the runs has. */
  private String members() {
    List<Map<String, MemberMetrics>> byName = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (ComparedRun run : runs) {
      Map<String, MemberMetrics> members =
          run.report().results().members().stream()
              .filter(member -> member.count() > 0)
              .collect(
                  Collectors.toMap(
                      member -> member.name() + ", " + member.split().code(),
                      Function.identity(),
                      (first, second) -> first,
                      LinkedHashMap::new));
      byName.add(members);
      names.addAll(members.keySet());
    }
    HtmlTable table = table(headers("member"));
    names.forEach(
        name ->
            addRow(
                table,
                name,
                byName.stream()
                    .map(members -> Optional.ofNullable(members.get(name)))
                    .map(member -> member.map(MemberMetrics::top1).orElse(Double.NaN))
                    .map(top1 -> Figures.decimal(100 * top1, 2))
                    .toList()));
    return table.isEmpty() ? "" : section("members", "Members", "Top-1 in percent.", table.html());
  }

  private List<String> headers(String first) {
    List<String> headers = new ArrayList<>(List.of(first));
    runs.forEach(run -> headers.add(run.name()));
    return headers;
  }

  private static void addRow(HtmlTable table, String name, List<String> values) {
    List<String> cells = new ArrayList<>(List.of(escape(name)));
    cells.addAll(values);
    table.row(cells, "");
  }

  private static HtmlTable table(List<String> headers) {
    List<Column> columns = headers.stream().map(Column::numbersOf).toList();
    return new HtmlTable("by " + headers.get(0), columns).kind("compared");
  }

  private static String section(String id, String title, String note, String content) {
    String shown = note.isEmpty() ? "" : "<p class=\"note\">" + escape(note) + "</p>\n";
    return """
        <section id="%s">
        <h2>%s</h2>
        %s%s</section>
        """
        .formatted(id, title, shown, content);
  }
}
