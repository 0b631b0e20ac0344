// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.preprocessing.Split;
import convoy.preprocessing.job.Release;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.averaging.RecalibrationJob;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.replica.ReplicaSpec;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;

/**
 * Gives means of a network's parameters running statistics of their own, from the training split,
 * where the network normalizes over minibatches. Its images are decoded once, when the first mean
 * needs them, and kept on the executors until it is closed.
 */
final class Recalibration implements AutoCloseable {
  private final JavaSparkContext spark;
  private final Inputs inputs;
  private final Checkpoint end;
  private final ReplicaSpec spec;
  private final ReplicaSpec ownSpec;

  /** None where the network does not normalize. */
  private final Optional<JavaRDD<ImageBlock>> images;

  /**
   * Nothing is read yet.
   *
   * @param inputs that the network was trained on
   * @param end a checkpoint of the network
   * @param batch images in a minibatch when it is evaluated
   */
  Recalibration(JavaSparkContext spark, Inputs inputs, Checkpoint end, int batch) {
    this.spark = spark;
    this.inputs = inputs;
    this.end = end;
    this.spec = Networks.toEvaluate(end.info(), inputs.statistics(), batch);
    // Another spec is another network on every executor, built anew for each turn of the two.
    this.ownSpec =
        batch == RecalibrationJob.MINIBATCH
            ? spec
            : Networks.toEvaluate(end.info(), inputs.statistics(), RecalibrationJob.MINIBATCH);
    this.images = end.info().model().batchNorm() ? Optional.of(images()) : Optional.empty();
  }

  /** On as many workers as trained, so that the result does not depend on who evaluates. */
  private JavaRDD<ImageBlock> images() {
    int workers = end.state().position().steps().size();
    return inputs
        .firstBlocks(spark, Split.TRAIN, workers, RecalibrationJob.imagesOfEach(workers))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** The network, to be evaluated. */
  ReplicaSpec spec() {
    return spec;
  }

  JavaSparkContext spark() {
    return spark;
  }

  /** What the network was trained on. */
  Inputs inputs() {
    return inputs;
  }

  /** The checkpoint of the network. */
  Checkpoint end() {
    return end;
  }

  /**
   * The same sets of parameters with statistics of their own; as they are where the network does
   * not normalize.
   *
   * @throws convoy.preprocessing.BadInputException if a shard of the training split is needed and
   *     missing or damaged
   */
  List<float[]> of(List<float[]> sets) {
    if (images.isEmpty() || sets.isEmpty()) {
      return sets;
    }
    return RecalibrationJob.run(spark, images.get(), ownSpec, sets);
  }

  /** Lets the executors forget the images. */
  @Override
  public void close() {
    images.ifPresent(Release::blocks);
  }
}
