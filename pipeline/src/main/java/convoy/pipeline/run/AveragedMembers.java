// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.averaging.ParameterAverages;
import convoy.training.averaging.RecalibrationJob;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.replica.ReplicaSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The averages of a checkpoint's parameters as members to be judged. Where the network normalizes
 * over minibatches, each gets running statistics of its own, from the training split.
 */
final class AveragedMembers {
  private static final Logger LOG = LoggerFactory.getLogger(AveragedMembers.class);

  private AveragedMembers() {}

  /**
   * Every average that has seen something, by name.
   *
   * @param inputs that the checkpoint was trained on
   * @throws convoy.preprocessing.BadInputException if a shard of the training split is needed and
   *     missing or damaged
   */
  static Map<String, float[]> of(JavaSparkContext spark, Inputs inputs, Checkpoint end) {
    Map<String, float[]> averages = averages(end.state().averages());
    if (end.info().model().batchNorm()) {
      recalibrate(spark, inputs, end, averages);
    }
    return averages;
  }

  private static Map<String, float[]> averages(ParameterAverages averages) {
    Map<String, float[]> named = new LinkedHashMap<>();
    named.put("running average", averages.exponential().value());
    if (averages.epochEnds().count() > 1) {
      named.put("stochastic weight average", averages.epochEnds().value());
    }
    if (averages.lastEpochs().size() > 1) {
      named.put(
          "mean of the last %d epochs".formatted(averages.lastEpochs().size()),
          averages.meanOfLastEpochs());
    }
    return named;
  }

  /** On as many workers as trained, so that the result does not depend on who evaluates. */
  private static void recalibrate(
      JavaSparkContext spark, Inputs inputs, Checkpoint end, Map<String, float[]> averages) {
    LOG.info("computing the batch-norm statistics of {} on the training split", averages.keySet());
    int workers = end.state().position().steps().size();
    JavaRDD<ImageBlock> blocks =
        inputs.firstBlocks(spark, Split.TRAIN, workers, RecalibrationJob.imagesOfEach(workers));
    ReplicaSpec spec =
        Networks.toEvaluate(end.info(), inputs.statistics(), RecalibrationJob.MINIBATCH);
    Iterator<float[]> anew =
        RecalibrationJob.run(spark, blocks, spec, new ArrayList<>(averages.values())).iterator();
    averages.replaceAll((name, average) -> anew.next());
  }
}
