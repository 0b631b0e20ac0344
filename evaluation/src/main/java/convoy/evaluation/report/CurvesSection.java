// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.picture.LineChart;
import convoy.evaluation.picture.LineChart.Axis;
import convoy.evaluation.picture.Scale;
import convoy.evaluation.picture.Series;
import convoy.training.monitor.RoundRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * How the run went: loss, accuracy and learning rate; throughput, and where a round's time goes.
 */
final class CurvesSection {
  private static final Axis ROUNDS = new Axis("round", Scale.WHOLE);

  private static final Map<String, ToDoubleFunction<RoundRecord>> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("compute", round -> round.cost().computeMillis());
    PARTS.put("broadcast", round -> round.cost().broadcastMillis());
    PARTS.put("load", round -> round.cost().loadMillis());
    PARTS.put("collect", round -> round.cost().collectMillis());
    PARTS.put("average", round -> round.cost().averageMillis());
  }

  private CurvesSection() {}

  /**
   * Loss, accuracy and learning rate.
   *
   * @param results that the diagnosis of the curves takes into account
   */
  static String html(RunReport.Training training, RunReport.Results results) {
    List<RoundRecord> history = training.history();
    if (history.isEmpty()) {
      return """
          <section id="curves">
          <h2>Training</h2>
          <p>No round was recorded.</p>
          </section>
          """;
    }
    EpochAccuracies accuracies = EpochAccuracies.of(history);
    return """
        <section id="curves">
        <h2>Training</h2>
        <p class="note">Rounds: %s. Images seen: %s.</p>
        %s<div class="charts">
        %s%s%s</div>
        </section>
        """
        .formatted(
            Figures.count(history.size()),
            Figures.count(history.stream().mapToLong(RoundRecord::examples).sum()),
            FitDiagnosis.of(training, results).map(FitText::html).orElse(""),
            loss(history, training.lossUnit()),
            accuracy(accuracies),
            learningRate(history));
  }

  /** Images a second, and how a round's time is spent; empty where no round was recorded. */
  static String time(List<RoundRecord> history) {
    return history.isEmpty()
        ? ""
        : """
        <section id="throughput">
        <h2>Time of a round</h2>
        <div class="charts">
        %s%s<div>%s</div>
        </div>
        </section>
        """
            .formatted(throughput(history), times(history), timeTable(history));
  }

  private static String loss(List<RoundRecord> history, String unit) {
    // Rounds without validation are left out here: as gaps they would leave dots, not a line.
    List<RoundRecord> validated =
        history.stream().filter(point -> Double.isFinite(point.validationLoss())).toList();
    Series training = byRound("training", history, RoundRecord::loss);
    Series validation = byRound("validation", validated, RoundRecord::validationLoss);
    return figure(
        new LineChart(
            "Loss by round",
            ROUNDS,
            new Axis(unit.isEmpty() ? "loss" : "loss, " + unit, Scale.LINEAR),
            validated.isEmpty() ? List.of(training) : List.of(training, validation)));
  }

  private static String accuracy(EpochAccuracies accuracies) {
    List<Series> lines =
        Stream.of(
                byEpoch("training", accuracies.training()),
                byEpoch("validation", accuracies.validation()))
            .filter(line -> line.x().length > 0)
            .toList();
    LineChart chart =
        new LineChart(
            "Accuracy by epoch",
            new Axis("epoch", Scale.WHOLE),
            new Axis("top-1, %", Scale.PERCENT),
            lines);
    return """
        <figure>
        %s<figcaption>Training: mean over the epoch, each example before the update that it took \
        part in, with augmentation and dropout on; it may well lie below validation.</figcaption>
        </figure>
        """
        .formatted(chart.svg());
  }

  private static Series byEpoch(String name, SortedMap<Integer, Double> accuracies) {
    return new Series(
        name,
        accuracies.keySet().stream().mapToDouble(epoch -> epoch).toArray(),
        accuracies.values().stream().mapToDouble(accuracy -> 100 * accuracy).toArray());
  }

  private static String learningRate(List<RoundRecord> history) {
    return figure(
        new LineChart(
            "Learning rate by round",
            ROUNDS,
            new Axis("learning rate", Scale.LINEAR),
            List.of(byRound("learning rate", history, RoundRecord::learningRate))));
  }

  private static String throughput(List<RoundRecord> history) {
    return figure(
        new LineChart(
            "Throughput by round",
            ROUNDS,
            new Axis("images per second, all workers", Scale.LINEAR),
            List.of(byRound("throughput", history, RoundRecord::imagesPerSecond))));
  }

  private static String times(List<RoundRecord> history) {
    List<Series> parts = new ArrayList<>();
    PARTS.forEach((part, millis) -> parts.add(byRound(part, history, millis)));
    return figure(
        new LineChart(
            "Time of a round by its parts",
            ROUNDS,
            new Axis("milliseconds, logarithmic", Scale.LOGARITHMIC),
            parts));
  }

  private static String timeTable(List<RoundRecord> history) {
    BarTable table =
        new BarTable("Mean of a round", "part", "milliseconds", value -> Figures.decimal(value, 1));
    List<BarTable.Row> rows = new ArrayList<>();
    PARTS.forEach((part, millis) -> rows.add(new BarTable.Row(part, mean(history, millis))));
    return table.html(rows);
  }

  private static double mean(List<RoundRecord> history, ToDoubleFunction<RoundRecord> value) {
    return history.stream()
        .mapToDouble(value)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  private static Series byRound(
      String name, Collection<RoundRecord> history, ToDoubleFunction<RoundRecord> value) {
    return new Series(
        name,
        history.stream().mapToDouble(RoundRecord::round).toArray(),
        history.stream().mapToDouble(value).toArray());
  }

  private static String figure(LineChart chart) {
    return "<figure>\n" + chart.svg() + "</figure>\n";
  }
}
