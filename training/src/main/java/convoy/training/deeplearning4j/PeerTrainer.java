// SPDX-License-Identifier: Apache-2.0
package convoy.training.deeplearning4j;

import convoy.preprocessing.job.Release;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.averaging.Trainer;
import convoy.training.normalization.BatchNormLayout;
import convoy.training.replica.EpochOrder;
import convoy.training.replica.LossSum;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaSpec;
import convoy.training.replica.RoundResult;
import convoy.training.replica.RoundStart;
import convoy.training.replica.UpdaterStatePolicy;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Deeplearning4j's ParameterAveragingTrainingMaster in the place of Convoy's workers. It averages
 * within an epoch by itself, so a round here is a whole epoch. What it does not tell is not
 * measured: its loss is that of the last minibatches, and right answers are not counted. The
 * running statistics of batch normalization it averages as if they were weights.
 */
public final class PeerTrainer implements Trainer, AutoCloseable {
  private final JavaSparkContext spark;
  private final JavaRDD<ImageBlock> blocks;
  private final List<Long> examples;
  private final int averageEvery;
  private final Replica replica;
  private final Broadcast<ReplicaSpec> spec;

  /**
   * A trainer.
   *
   * @param blocks one partition a worker, one block a partition, as Convoy's workers have them
   * @param examples of each worker
   * @param averageEvery local steps between two averages
   */
  public PeerTrainer(
      JavaSparkContext spark,
      JavaRDD<ImageBlock> blocks,
      ReplicaSpec spec,
      List<Long> examples,
      int averageEvery) {
    this.spark = spark;
    this.blocks = blocks;
    this.examples = examples;
    this.averageEvery = averageEvery;
    this.replica = Replica.ofDeeplearning4j(spec);
    this.spec = spark.broadcast(spec);
  }

  @Override
  public UpdaterStatePolicy updaterState() {
    return spec.value().updaterState();
  }

  @Override
  public BatchNormLayout batchNorm() {
    return replica.batchNorm();
  }

  /**
   * One epoch.
   *
   * @throws IllegalArgumentException if the round is not an epoch from its beginning to its end, at
   *     one learning rate
   */
  @Override
  public Round train(RoundStart start, List<float[]> updaterStates) {
    requireEpoch(start);
    long begin = System.nanoTime();
    replica.load(start.parameters(), start.updaterState(), start.globalStep());
    ComputationGraph graph = replica.graph();
    learningRate(graph, start.learningRates()[0]);
    JavaRDD<DataSet> data =
        blocks.mapPartitionsWithIndex(new DataSetTask(spec, start.epoch()), true);
    long loaded = System.nanoTime();
    try {
      new SparkComputationGraph(spark, graph, master()).fit(data);
    } finally {
      Release.blocks(data); // which it leaves to others
    }
    double fitMillis = (System.nanoTime() - loaded) / 1e6;
    return new Round(results((loaded - begin) / 1e6, fitMillis), 0, fitMillis);
  }

  private void requireEpoch(RoundStart start) {
    double[] rates = start.learningRates();
    for (double rate : rates) {
      if (rate != rates[0]) {
        throw new IllegalArgumentException(
            "Deeplearning4j takes one learning rate an epoch, not %s and %s"
                .formatted(rates[0], rate));
      }
    }
    int steps =
        examples.stream()
            .mapToInt(count -> EpochOrder.minibatches(count, spec.value().batch()))
            .max()
            .orElse(0);
    if (rates.length < steps || start.firstSteps().stream().anyMatch(step -> step > 0)) {
      throw new IllegalArgumentException("a round of Deeplearning4j is a whole epoch");
    }
  }

  private ParameterAveragingTrainingMaster master() {
    int batch = spec.value().batch();
    return new ParameterAveragingTrainingMaster.Builder(examples.size(), batch)
        .batchSizePerWorker(batch)
        .averagingFrequency(averageEvery)
        .saveUpdater(updaterState() == UpdaterStatePolicy.AVERAGE)
        .rddTrainingApproach(RDDTrainingApproach.Direct)
        .repartionData(Repartition.Never)
        .rngSeed(spec.value().seed())
        .build();
  }

  /** Into the configuration that its workers get. */
  private static void learningRate(ComputationGraph graph, double rate) {
    for (GraphVertex vertex : graph.getConfiguration().getVertices().values()) {
      if (vertex instanceof LayerVertex layer
          && layer.getLayerConf().getLayer() instanceof BaseLayer base
          && base.getIUpdater().hasLearningRate()) {
        base.getIUpdater().setLrAndSchedule(rate, null);
      }
    }
  }

  /** The average as each worker's result: averaged again, it is the same to the last bit. */
  private List<RoundResult> results(double loadMillis, double computeMillis) {
    ComputationGraph graph = replica.graph();
    double penalty = graph.calcRegularizationScore(true);
    LossSum mean = new LossSum(graph.score() - penalty, penalty, Double.NaN);
    float[] parameters = replica.parameters();
    float[] state =
        updaterState() == UpdaterStatePolicy.RESET ? new float[0] : replica.updaterState();
    List<RoundResult> results = new ArrayList<>();
    for (long count : examples) {
      results.add(
          new RoundResult(
              parameters,
              state,
              EpochOrder.minibatches(count, spec.value().batch()),
              count,
              mean.times((double) count),
              List.of(),
              loadMillis,
              computeMillis));
    }
    return results;
  }

  /** Gives memory back. */
  @Override
  public void close() {
    replica.close();
    Release.broadcast(spec);
  }
}
