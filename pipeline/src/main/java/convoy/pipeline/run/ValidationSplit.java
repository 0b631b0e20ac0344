// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.ensemble.EvaluationJob;
import convoy.evaluation.ensemble.Predictions;
import convoy.evaluation.metric.ClassificationMetrics;
import convoy.pipeline.config.ConvoyConfig;
import convoy.preprocessing.Split;
import convoy.preprocessing.job.Release;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.MinibatchCut;
import convoy.preprocessing.shard.ShardFolder;
import convoy.training.model.Models;
import convoy.training.monitor.Validation;
import convoy.training.monitor.Validator;
import convoy.training.replica.ReplicaSpec;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;

/**
 * The validation split decoded on the executors, for as long as parameters are compared by it: in
 * small blocks, of which those that do not fit in memory are on their disks.
 */
final class ValidationSplit implements Validator, AutoCloseable {
  private final JavaSparkContext spark;
  private final ReplicaSpec spec;
  private final boolean probabilities;
  private final JavaRDD<ImageBlock> blocks;

  private ValidationSplit(
      JavaSparkContext spark, ReplicaSpec spec, boolean probabilities, JavaRDD<ImageBlock> blocks) {
    this.spark = spark;
    this.spec = spec;
    this.probabilities = probabilities;
    this.blocks = blocks;
  }

  /** Opens the split; where the shards have none, {@link #validate} measures nothing. */
  static ValidationSplit open(
      JavaSparkContext spark, Inputs inputs, ConvoyConfig config, ReplicaSpec spec) {
    boolean probabilities = Models.givesProbabilities(config.model().name());
    ShardFolder shards = inputs.shards();
    if (!shards.manifest().has(Split.VALIDATION)) {
      return new ValidationSplit(spark, spec, probabilities, null);
    }
    shards.verify(spark, Split.VALIDATION);
    MinibatchCut cut = Predictions.cut(spec, config.train().workers());
    JavaRDD<ImageBlock> blocks = inputs.blocks(spark, Split.VALIDATION, cut);
    return new ValidationSplit(
        spark, spec, probabilities, blocks.persist(StorageLevel.MEMORY_AND_DISK()));
  }

  /** Accuracy, and cross-entropy where the model gives probabilities to take it of. */
  @Override
  public Validation validate(float[] parameters) {
    if (blocks == null) {
      return Validation.NONE;
    }
    ClassificationMetrics metrics = EvaluationJob.run(spark, blocks, spec, parameters);
    return new Validation(metrics.top1(), probabilities ? metrics.crossEntropy() : Double.NaN);
  }

  @Override
  public void close() {
    if (blocks != null) {
      Release.blocks(blocks);
    }
  }
}
