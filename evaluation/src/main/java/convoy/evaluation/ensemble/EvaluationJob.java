// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import convoy.evaluation.metric.ClassificationMetrics;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.replica.ReplicaPool;
import convoy.training.replica.ReplicaSpec;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** The Spark job that judges all candidates in one pass over a split. */
public final class EvaluationJob {
  private EvaluationJob() {}

  /**
   * Judges the candidates.
   *
   * @param blocks of the split; read once
   * @param spec of the network that the parameters belong to
   * @return metrics by member, in the order of the candidates
   */
  public static List<ClassificationMetrics> run(
      JavaSparkContext spark, JavaRDD<ImageBlock> blocks, ReplicaSpec spec, Candidates candidates) {
    Broadcast<ReplicaSpec> network = spark.broadcast(spec);
    Broadcast<Candidates> judged = spark.broadcast(candidates);
    try {
      List<List<ClassificationMetrics>> parts =
          blocks.map(block -> evaluate(network.value(), judged.value(), block)).collect();
      return IntStream.range(0, candidates.members().size())
          .mapToObj(
              member ->
                  parts.stream()
                      .map(part -> part.get(member))
                      .reduce(
                          ClassificationMetrics.zero(spec.classes()), ClassificationMetrics::merge))
          .toList();
    } finally {
      judged.destroy();
      network.destroy();
    }
  }

  private static List<ClassificationMetrics> evaluate(
      ReplicaSpec spec, Candidates candidates, ImageBlock block) {
    return ReplicaPool.with(
        spec,
        replica ->
            new BlockEvaluation(replica, candidates, spec.classes()).run(block, spec.batch()));
  }
}
