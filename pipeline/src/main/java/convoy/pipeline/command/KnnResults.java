// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.evaluation.metric.WilsonInterval;
import convoy.evaluation.neighbours.FoldResults;
import convoy.evaluation.neighbours.NeighboursResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code convoy knn} prints of every k. */
final class KnnResults {
  private KnnResults() {}

  /** Adds accuracies on the validation split. */
  static void add(Results results, NeighboursResult found) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int k : found.ks()) {
      WilsonInterval interval = found.interval(k);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("k", k);
      row.put("accuracy", found.accuracy(k));
      row.put("low", interval.low());
      row.put("high", interval.high());
      rows.add(row);
    }
    results
        .add("split", "validation")
        .add("count", found.count())
        .add("neighbours", rows)
        .add("best", found.bestK());
  }

  /** Adds means over the folds of the training split. */
  static void add(Results results, FoldResults found) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int k : found.ks()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("k", k);
      row.put("mean", found.mean(k));
      row.put("deviation", found.deviation(k));
      row.put("accuracies", Arrays.stream(found.accuracies(k)).boxed().toList());
      rows.add(row);
    }
    results
        .add("folds", found.folds().size())
        .add("split", "train")
        .add("neighbours", rows)
        .add("best", found.bestK());
  }
}
