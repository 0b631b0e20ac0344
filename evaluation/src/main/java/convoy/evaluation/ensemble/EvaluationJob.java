// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import convoy.evaluation.metric.ClassificationMetrics;
import convoy.preprocessing.augment.View;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.replica.ReplicaSpec;
import java.util.ArrayList;
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
   * Counts what choices are made by: hits and cross-entropy, and nothing of pairs or calibration.
   *
   * @param predictions that the members are made of
   * @return of each member
   */
  public static List<ClassificationMetrics> score(Predictions predictions, List<Member> members) {
    int classes = predictions.classes();
    return predictions
        .blocks()
        .mapPartitions(blocks -> List.of(score(blocks, members, classes)).iterator())
        .treeReduce(EvaluationJob::merge);
  }

  private static List<ClassificationMetrics> score(
      Iterator<PredictionBlock> blocks, List<Member> members, int classes) {
    List<ClassificationMetrics> scores = new ArrayList<>();
    members.forEach(member -> scores.add(ClassificationMetrics.zero(classes)));
    while (blocks.hasNext()) {
      PredictionBlock block = blocks.next();
      for (int m = 0; m < members.size(); m++) {
        float[] answers = block.of(members.get(m));
        for (int i = 0; i < block.count(); i++) {
          scores.get(m).add(answers, i * classes, block.labels()[i]);
        }
      }
    }
    return scores;
  }

  private static List<ClassificationMetrics> merge(
      List<ClassificationMetrics> scores, List<ClassificationMetrics> others) {
    for (int m = 0; m < scores.size(); m++) {
      scores.get(m).merge(others.get(m));
    }
    return scores;
  }

  /**
   * Scores one set of parameters by itself.
   *
   * @param images of the split, in blocks
   * @param spec of the network that the parameters belong to
   */
  public static ClassificationMetrics run(
      JavaSparkContext spark, JavaRDD<ImageBlock> images, ReplicaSpec spec, float[] parameters) {
    List<ParameterSets> alone = List.of(new ParameterSets(spec, List.of(parameters)));
    try (Predictions predictions = Predictions.of(spark, images, alone, List.of(View.AS_IT_IS))) {
      return score(predictions, List.of(Member.alone("alone", 0))).get(0);
    }
  }
}
