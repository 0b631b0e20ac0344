// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.averaging.RecalibrationJob;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.replica.ReplicaSpec;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Gives means of a network's parameters running statistics of their own, from the training split,
 * where the network normalizes over minibatches.
 *
 * @param inputs that the network was trained on
 * @param end a checkpoint of the network
 */
record Recalibration(JavaSparkContext spark, Inputs inputs, Checkpoint end) {
  /**
   * The same sets of parameters with statistics of their own; as they are where the network does
   * not normalize. On as many workers as trained, so that the result does not depend on who
   * evaluates.
   *
   * @throws convoy.preprocessing.BadInputException if a shard of the training split is needed and
   *     missing or damaged
   */
  List<float[]> of(List<float[]> sets) {
    if (!end.info().model().batchNorm() || sets.isEmpty()) {
      return sets;
    }
    int workers = end.state().position().steps().size();
    JavaRDD<ImageBlock> blocks =
        inputs.firstBlocks(spark, Split.TRAIN, workers, RecalibrationJob.imagesOfEach(workers));
    ReplicaSpec spec =
        Networks.toEvaluate(end.info(), inputs.statistics(), RecalibrationJob.MINIBATCH);
    return RecalibrationJob.run(spark, blocks, spec, sets);
  }
}
