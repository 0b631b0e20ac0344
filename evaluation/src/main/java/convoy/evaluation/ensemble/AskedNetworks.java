// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import convoy.preprocessing.augment.View;
import convoy.preprocessing.job.Release;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.replica.ReplicaSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** Networks and their sets of parameters, broadcast to be asked on executors until it is closed. */
public final class AskedNetworks implements AutoCloseable {
  private final List<Broadcast<?>> broadcasts = new ArrayList<>();
  private final PredictionTask task;

  private AskedNetworks(JavaSparkContext spark, List<ParameterSets> networks, List<View> views) {
    List<ReplicaSpec> specs = networks.stream().map(ParameterSets::spec).toList();
    List<List<Broadcast<float[]>>> sets = new ArrayList<>();
    for (ParameterSets network : networks) {
      sets.add(network.sets().stream().map(set -> broadcast(spark, set)).toList());
    }
    this.task = new PredictionTask(broadcast(spark, specs), sets, views);
  }

  /**
   * Broadcasts networks.
   *
   * @param networks at least one, all of the same classes
   * @param views in which images are seen, at least one; the first is the image as it is
   * @throws IllegalArgumentException if there is no network, or their classes differ in number
   */
  static AskedNetworks of(JavaSparkContext spark, List<ParameterSets> networks, List<View> views) {
    long counts =
        networks.stream().mapToInt(network -> network.spec().classes()).distinct().count();
    if (counts != 1 || !views.get(0).equals(View.AS_IT_IS)) {
      throw new IllegalArgumentException(
          "%s networks of %s numbers of classes, seen as %s"
              .formatted(networks.size(), counts, views));
    }
    return new AskedNetworks(spark, networks, views);
  }

  /** Broadcasts the sets of parameters of one network, which sees images as they are. */
  public static AskedNetworks of(JavaSparkContext spark, ParameterSets network) {
    return of(spark, List.of(network), List.of(View.AS_IT_IS));
  }

  private <T> Broadcast<T> broadcast(JavaSparkContext spark, T value) {
    Broadcast<T> broadcast = spark.broadcast(value);
    broadcasts.add(broadcast);
    return broadcast;
  }

  PredictionTask task() {
    return task;
  }

  /**
   * What a member says of the images of a block, {@code [n, classes]}, computed where it is called,
   * within a Spark task. Labels are not looked at, but have to be classes.
   */
  public Function<ImageBlock, float[]> answers(Member member) {
    PredictionTask asked = task;
    return block -> asked.predict(block).of(member);
  }

  /** Lets the executors forget the networks. */
  @Override
  public void close() {
    broadcasts.forEach(Release::broadcast);
  }
}
