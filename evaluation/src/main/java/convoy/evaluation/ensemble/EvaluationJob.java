// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import convoy.evaluation.metric.ClassificationMetrics;
import convoy.preprocessing.augment.View;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.replica.ReplicaSpec;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** The Spark job that judges members by their predictions. */
public final class EvaluationJob {
  private EvaluationJob() {}

  /**
   * Judges members.
   *
   * @param predictions that they are made of
   * @param mistakes how many of each member's most confident ones are kept
   */
  public static Judgement run(Predictions predictions, List<Member> members, int mistakes) {
    int classes = predictions.classes();
    return predictions
        .blocks()
        .mapPartitions(blocks -> List.of(judge(blocks, members, classes, mistakes)).iterator())
        .treeReduce(Judgement::merge);
  }

  /** Begins with no example on the executor: a thousand classes make that large to send. */
  private static Judgement judge(
      Iterator<PredictionBlock> blocks, List<Member> members, int classes, int mistakes) {
    Judgement judgement = Judgement.zero(members, classes, mistakes);
    blocks.forEachRemaining(judgement::add);
    return judgement;
  }

  /**
   * Judges one set of parameters by itself.
   *
   * @param images of the split, in blocks
   * @param spec of the network that the parameters belong to
   */
  public static ClassificationMetrics run(
      JavaSparkContext spark, JavaRDD<ImageBlock> images, ReplicaSpec spec, float[] parameters) {
    List<ParameterSets> alone = List.of(new ParameterSets(spec, List.of(parameters)));
    try (Predictions predictions = Predictions.of(spark, images, alone, List.of(View.AS_IT_IS))) {
      return run(predictions, List.of(Member.alone("alone", 0)), 0).counts().get(0).metrics();
    }
  }
}
