// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.picture.LineChart;
import convoy.evaluation.picture.LineChart.Axis;
import convoy.evaluation.picture.Scale;
import convoy.evaluation.picture.Series;
import convoy.evaluation.report.HtmlTable.Column;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.WorkerRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What the workers did in the sampled rounds: who is slow, who waits, and how far replicas are
 * apart before they are averaged.
 */
final class WorkersSection {
  /** Rows of the table; of more workers, the slowest are looked for. */
  private static final int MOST = 32;

  /** Means over a worker's sampled rounds. */
  private record Mean(
      int worker, double loadMillis, double computeMillis, double waitMillis, double distance) {
    static Mean of(int worker, List<WorkerRecord> rounds) {
      return new Mean(
          worker,
          mean(rounds, WorkerRecord::loadMillis),
          mean(rounds, WorkerRecord::computeMillis),
          mean(rounds, WorkerRecord::waitMillis),
          mean(rounds, WorkerRecord::distance));
    }

    private static double mean(List<WorkerRecord> rounds, ToDoubleFunction<WorkerRecord> value) {
      return rounds.stream()
          .mapToDouble(value)
          .filter(Double::isFinite)
          .average()
          .orElse(Double.NaN);
    }
  }

  private WorkersSection() {}

  static String html(List<RoundRecord> history, List<WorkerRecord> workers) {
    List<RoundRecord> measured =
        history.stream().filter(round -> Double.isFinite(round.replicaDistance())).toList();
    if (measured.isEmpty() && workers.isEmpty()) {
      return "";
    }
    return """
        <section id="workers">
        <h2>Workers</h2>
        <p class="note">A replica's distance is the norm of (its parameters - the average) over the \
        norm of the average. It grows with the learning rate and with the steps between two \
        averages.</p>
        <div class="charts">
        %s%s</div>
        </section>
        """
        .formatted(
            measured.isEmpty() ? "" : distances(measured), workers.isEmpty() ? "" : table(workers));
  }

  private static String distances(List<RoundRecord> measured) {
    LineChart chart =
        new LineChart(
            "Distance of replicas by round",
            new Axis("round", Scale.WHOLE),
            new Axis("root mean square over the workers, %", Scale.LINEAR),
            List.of(
                new Series(
                    "distance",
                    measured.stream().mapToDouble(RoundRecord::round).toArray(),
                    measured.stream()
                        .mapToDouble(round -> 100 * round.replicaDistance())
                        .toArray())));
    return "<figure>\n" + chart.svg() + "</figure>\n";
  }

  private static String table(List<WorkerRecord> workers) {
    List<Mean> means = means(workers);
    long rounds = workers.stream().mapToInt(WorkerRecord::round).distinct().count();
    String slowest =
        means.size() > MOST
            ? "; the %s slowest of %s workers".formatted(MOST, Figures.count(means.size()))
            : "";
    HtmlTable table =
        new HtmlTable(
                "Workers",
                List.of(
                    Column.text("worker"),
                    Column.number("load, ms"),
                    Column.number("compute, ms"),
                    Column.number("wait, ms"),
                    Column.number("distance")))
            .caption(
                "Mean over the sampled rounds (%s)%s".formatted(Figures.count(rounds), slowest));
    for (Mean mean : shown(means)) {
      table.row(
          Figures.count(mean.worker()),
          Figures.decimal(mean.loadMillis(), 1),
          Figures.decimal(mean.computeMillis(), 1),
          Figures.decimal(mean.waitMillis(), 1),
          Figures.percent(mean.distance()));
    }
    return table.html();
  }

  private static List<Mean> means(List<WorkerRecord> workers) {
    Map<Integer, List<WorkerRecord>> byWorker =
        workers.stream()
            .collect(
                Collectors.groupingBy(WorkerRecord::worker, TreeMap::new, Collectors.toList()));
    List<Mean> means = new ArrayList<>();
    byWorker.forEach((worker, rounds) -> means.add(Mean.of(worker, rounds)));
    return means;
  }

  private static List<Mean> shown(List<Mean> means) {
    return means.size() <= MOST
        ? means
        : means.stream()
            .sorted(
                Comparator.comparingDouble((Mean mean) -> mean.loadMillis() + mean.computeMillis())
                    .reversed())
            .limit(MOST)
            .toList();
  }
}
