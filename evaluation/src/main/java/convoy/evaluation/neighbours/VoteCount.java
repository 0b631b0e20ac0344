// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import convoy.evaluation.metric.ClassificationMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts what neighbours elect for query after query, on the driver. */
final class VoteCount {
  private final NeighboursSettings settings;
  private final int[] trainingLabels;
  private final List<ClassificationMetrics> metrics = new ArrayList<>();
  private final List<int[]> elected = new ArrayList<>();

  /** Counts nothing yet; the labels are those of the training examples, by index. */
  VoteCount(NeighboursSettings settings, int[] trainingLabels) {
    this.settings = settings;
    this.trainingLabels = trainingLabels;
    settings.ks().forEach(k -> metrics.add(ClassificationMetrics.zero(settings.classes())));
  }

  /** Adds queries with their neighbours. A query without any counts as undefined, and wrong. */
  void add(KBest best, int[] labels) {
    for (int query = 0; query < labels.length; query++) {
      int[] neighbours =
          Arrays.stream(best.indices(query)).map(index -> trainingLabels[index]).toArray();
      int[] classes = Vote.elect(neighbours, settings.ks(), settings.classes());
      elected.add(classes);
      for (int i = 0; i < classes.length; i++) {
        metrics.get(i).add(certain(classes[i]), 0, labels[query]);
      }
    }
  }

  private float[] certain(int predicted) {
    float[] row = new float[settings.classes()];
    if (predicted == Vote.NONE) {
      Arrays.fill(row, Float.NaN);
    } else {
      row[predicted] = 1;
    }
    return row;
  }

  NeighboursResult result() {
    int[][] predictions = new int[settings.ks().size()][elected.size()];
    for (int query = 0; query < elected.size(); query++) {
      for (int i = 0; i < predictions.length; i++) {
        predictions[i][query] = elected.get(query)[i];
      }
    }
    return new NeighboursResult(settings.ks(), List.copyOf(metrics), predictions);
  }
}
