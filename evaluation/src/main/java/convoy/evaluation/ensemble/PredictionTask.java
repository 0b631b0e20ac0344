// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import convoy.evaluation.ensemble.Combination.MeanOfProbabilities;
import convoy.preprocessing.augment.View;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaPool;
import convoy.training.replica.ReplicaSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.broadcast.Broadcast;

/**
 * Sends one block of images through every set of parameters, on an executor. For each view the
 * images are preprocessed once, and then each set is loaded once for all minibatches of the block.
 *
 * @param networks the specs, one for each list of sets
 * @param sets by network, each broadcast alone, so that no message holds them all
 * @param views at least one, the image as it is first
 */
record PredictionTask(
    Broadcast<List<ReplicaSpec>> networks, List<List<Broadcast<float[]>>> sets, List<View> views)
    implements Serializable {

  PredictionBlock predict(ImageBlock block) {
    return ReplicaPool.withEach(networks.value(), replicas -> predict(block, replicas));
  }

  private PredictionBlock predict(ImageBlock block, List<Replica> replicas) {
    int classes = networks.value().get(0).classes();
    List<Answer> plain = new ArrayList<>();
    List<Answer> augmented = new ArrayList<>();
    for (int network = 0; network < replicas.size(); network++) {
      List<List<Answer>> byView = new ArrayList<>();
      for (View view : views) {
        byView.add(answers(block, replicas.get(network), sets.get(network), view));
      }
      plain.addAll(byView.get(0));
      for (int set = 0; set < sets.get(network).size() && views.size() > 1; set++) {
        int number = set;
        augmented.add(Answer.mean(byView.stream().map(view -> view.get(number)).toList()));
      }
    }
    List<Answer> all = Stream.concat(plain.stream(), augmented.stream()).toList();
    return new PredictionBlock(
        classes,
        block.images().stream().mapToLong(image -> image.key()).toArray(),
        block.images().stream().mapToInt(image -> image.label()).toArray(),
        all.stream().map(Answer::probabilities).toList(),
        all.stream().mapToLong(Answer::nanos).toArray());
  }

  private static List<Answer> answers(
      ImageBlock block, Replica replica, List<Broadcast<float[]>> sets, View view) {
    List<float[]> seen = replica.seen(block, view);
    List<Answer> answers = new ArrayList<>();
    for (Broadcast<float[]> set : sets) {
      long start = System.nanoTime();
      replica.load(set.value());
      float[] probabilities = replica.probabilities(seen);
      answers.add(new Answer(probabilities, System.nanoTime() - start));
    }
    return answers;
  }

  /** Probabilities {@code [n, classes]}, and how long they took. */
  private record Answer(float[] probabilities, long nanos) {
    static Answer mean(List<Answer> answers) {
      float[][] views = answers.stream().map(Answer::probabilities).toArray(float[][]::new);
      float[] mean = new float[views[0].length];
      MeanOfProbabilities.EQUAL.combine(views, mean, 0);
      return new Answer(mean, answers.stream().mapToLong(Answer::nanos).sum());
    }
  }
}
