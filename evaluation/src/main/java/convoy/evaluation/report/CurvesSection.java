// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.picture.LineChart;
import convoy.evaluation.picture.LineChart.Axis;
import convoy.evaluation.picture.Scale;
import convoy.evaluation.picture.Series;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How the run went: loss, accuracy, learning rate and throughput, and where a round's time goes.
 */
final class CurvesSection {
  private static final Axis ROUNDS = new Axis("round", Scale.WHOLE);

  private CurvesSection() {}

  static String html(List<HistoryPoint> history) {
    if (history.isEmpty()) {
      return """
          <section id="curves">
          <h2>Training</h2>
          <p>No round was recorded.</p>
          </section>
          """;
    }
    HistoryPoint last = history.get(history.size() - 1);
    return """
        <section id="curves">
        <h2>Training</h2>
        <p class="note">Rounds: %s. Local steps of each worker: %s. Images seen: %s.</p>
        <div class="charts">
        %s%s%s%s</div>
        </section>
        <section id="throughput">
        <h2>Time of a round</h2>
        <div class="charts">
        %s<div>%s</div>
        </div>
        </section>
        """
        .formatted(
            Figures.count(history.size()),
            Figures.count(last.globalStep()),
            Figures.count(last.examples()),
            loss(history),
            accuracy(history),
            learningRate(history),
            throughput(history),
            times(history),
            timeTable(history));
  }

  private static String loss(List<HistoryPoint> history) {
    // Rounds without validation are left out here: as gaps they would leave dots, not a line.
    List<HistoryPoint> validated =
        history.stream().filter(point -> Double.isFinite(point.validationLoss())).toList();
    Series training = byRound("training", history, HistoryPoint::loss);
    Series validation = byRound("validation", validated, HistoryPoint::validationLoss);
    return figure(
        new LineChart(
            "Loss by round",
            ROUNDS,
            new Axis("loss, nats", Scale.LINEAR),
            validated.isEmpty() ? List.of(training) : List.of(training, validation)));
  }

  private static String accuracy(List<HistoryPoint> history) {
    // An epoch may be validated more than once: the last time is what it had reached.
    TreeMap<Integer, HistoryPoint> lastOfEpoch = new TreeMap<>();
    history.stream()
        .filter(point -> Double.isFinite(point.validationAccuracy()))
        .forEach(point -> lastOfEpoch.put(point.epoch(), point));
    return figure(
        new LineChart(
            "Validation accuracy by epoch",
            new Axis("epoch", Scale.WHOLE),
            new Axis("top-1, %", Scale.PERCENT),
            List.of(
                new Series(
                    "validation",
                    lastOfEpoch.keySet().stream().mapToDouble(epoch -> epoch).toArray(),
                    lastOfEpoch.values().stream()
                        .mapToDouble(point -> 100 * point.validationAccuracy())
                        .toArray()))));
  }

  private static String learningRate(List<HistoryPoint> history) {
    return figure(
        new LineChart(
            "Learning rate by round",
            ROUNDS,
            new Axis("learning rate", Scale.LINEAR),
            List.of(byRound("learning rate", history, HistoryPoint::learningRate))));
  }

  private static String throughput(List<HistoryPoint> history) {
    return figure(
        new LineChart(
            "Throughput by round",
            ROUNDS,
            new Axis("images per second, all workers", Scale.LINEAR),
            List.of(byRound("throughput", history, HistoryPoint::imagesPerSecond))));
  }

  private static String times(List<HistoryPoint> history) {
    return figure(
        new LineChart(
            "Compute, broadcast and average by round",
            ROUNDS,
            new Axis("milliseconds, logarithmic", Scale.LOGARITHMIC),
            List.of(
                byRound("compute", history, HistoryPoint::computeMs),
                byRound("broadcast", history, HistoryPoint::broadcastMs),
                byRound("average", history, HistoryPoint::averageMs))));
  }

  private static String timeTable(List<HistoryPoint> history) {
    BarTable table =
        new BarTable("Mean of a round", "part", "milliseconds", value -> Figures.decimal(value, 1));
    return table.html(
        List.of(
            new BarTable.Row("compute", mean(history, HistoryPoint::computeMs)),
            new BarTable.Row("broadcast", mean(history, HistoryPoint::broadcastMs)),
            new BarTable.Row("average", mean(history, HistoryPoint::averageMs))));
  }

  private static double mean(List<HistoryPoint> history, ToDoubleFunction<HistoryPoint> value) {
    return history.stream()
        .mapToDouble(value)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  private static Series byRound(
      String name, Collection<HistoryPoint> history, ToDoubleFunction<HistoryPoint> value) {
    return new Series(
        name,
        history.stream().mapToDouble(HistoryPoint::round).toArray(),
        history.stream().mapToDouble(value).toArray());
  }

  private static String figure(LineChart chart) {
    return "<figure>\n" + chart.svg() + "</figure>\n";
  }
}
