// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import convoy.evaluation.metric.ClassificationMetrics;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.replica.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Judges all candidates on one block of images, on an executor: each minibatch is preprocessed once
 * and goes through every set of parameters once.
 */
final class BlockEvaluation {
  private final Replica replica;
  private final Candidates candidates;
  private final int classes;

  BlockEvaluation(Replica replica, Candidates candidates, int classes) {
    this.replica = replica;
    this.candidates = candidates;
    this.classes = classes;
  }

  /** Metrics by member; of no images where the block is empty. */
  List<ClassificationMetrics> run(ImageBlock block, int batch) {
    List<ClassificationMetrics> metrics = new ArrayList<>();
    candidates.members().forEach(member -> metrics.add(ClassificationMetrics.zero(classes)));
    for (int from = 0; from < block.count(); from += batch) {
      int[] images = IntStream.range(from, Math.min(block.count(), from + batch)).toArray();
      List<float[]> probabilities = replica.probabilities(block, images, candidates.parameters());
      for (int m = 0; m < metrics.size(); m++) {
        float[] mean = mean(probabilities, candidates.members().get(m).parameters());
        for (int i = 0; i < images.length; i++) {
          metrics.get(m).add(mean, i * classes, block.label(images[i]));
        }
      }
    }
    return metrics;
  }

  /** The arithmetic mean of some sets' probabilities, summed in their order. */
  private static float[] mean(List<float[]> probabilities, List<Integer> sets) {
    float[] first = probabilities.get(sets.get(0));
    if (sets.size() == 1) {
      return first;
    }
    float[] mean = new float[first.length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (int set : sets) {
        sum += probabilities.get(set)[i];
      }
      mean[i] = (float) (sum / sets.size());
    }
    return mean;
  }
}
