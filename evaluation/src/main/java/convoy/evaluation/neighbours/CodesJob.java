// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.augment.View;
import convoy.preprocessing.job.Release;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaPool;
import convoy.training.replica.ReplicaSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;

/**
 * The Spark jobs that make codes of images: what the output layer of a trained network takes
 * (course notes CS231n, "Transfer Learning"). Every image goes through the network once. The codes
 * are kept on the executors, in memory or on their disks, until this is closed; the images are not.
 */
public final class CodesJob implements AutoCloseable {
  private final Broadcast<ReplicaSpec> network;
  private final Broadcast<float[]> parameters;
  private final List<JavaRDD<Vectors>> kept = new ArrayList<>();

  /** Broadcasts a network that has a layer before its output, and its parameters, flat. */
  public CodesJob(JavaSparkContext spark, ReplicaSpec network, float[] parameters) {
    this.network = spark.broadcast(network);
    this.parameters = spark.broadcast(parameters);
  }

  /**
   * Computes codes now, in the order of the images.
   *
   * @param images in blocks that begin at whole minibatches of their split: the code of an image
   *     depends, in its rounding, on those that share its minibatch
   * @param done counts the images as tasks end
   * @throws BadInputException if a code is not finite
   */
  public JavaRDD<Vectors> codes(JavaRDD<ImageBlock> images, LongAccumulator done) {
    Broadcast<ReplicaSpec> spec = network;
    Broadcast<float[]> loaded = parameters;
    JavaRDD<Vectors> codes =
        images
            .filter(block -> block.count() > 0)
            .map(
                block -> {
                  Vectors vectors = codes(block, spec.value(), loaded.value());
                  done.add(block.count());
                  return vectors;
                });
    kept.add(codes.persist(StorageLevel.MEMORY_AND_DISK()));
    codes.count();
    return codes;
  }

  private static Vectors codes(ImageBlock block, ReplicaSpec spec, float[] parameters) {
    float[] values = ReplicaPool.with(spec, replica -> codes(block, replica, parameters));
    int[] labels = FloatVectors.labels(block);
    try {
      return new FloatVectors(values.length / labels.length, labels, values);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "the network's codes cannot be compared: %s; take another member of the run"
              .formatted(e.getMessage()),
          e);
    }
  }

  private static float[] codes(ImageBlock block, Replica replica, float[] parameters) {
    replica.load(parameters);
    return replica.codes(replica.seen(block, View.AS_IT_IS));
  }

  /** Lets the executors forget the network and all codes. */
  @Override
  public void close() {
    kept.forEach(Release::blocks);
    Release.broadcast(network);
    Release.broadcast(parameters);
  }
}
