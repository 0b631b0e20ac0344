// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.ensemble.ParameterSets;
import convoy.evaluation.ensemble.Predictions;
import convoy.evaluation.neighbours.CodesJob;
import convoy.evaluation.neighbours.Vectors;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.session.ClusterSession;
import convoy.pipeline.session.CountProgress;
import convoy.pipeline.session.TaskProgress;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.MinibatchCut;
import convoy.preprocessing.shard.ShardFolder;
import convoy.training.checkpoint.CheckpointInfo;
import convoy.training.model.Models;
import convoy.training.replica.ReplicaSpec;
import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The codes that a run's network computes of the images of shards, which are preprocessed as the
 * run's own were. They do not depend on the cluster, whose executors keep them until this is
 * closed.
 */
final class NetworkCodes implements ComparedExamples {
  private static final CountProgress.Words COMPUTED =
      new CountProgress.Words("codes", "computed codes of", "images");

  private final JavaSparkContext spark;
  private final ShardFolder shards;
  private final String name;
  private final ReplicaSpec network;
  private final CodesJob job;

  private NetworkCodes(
      JavaSparkContext spark, ShardFolder shards, String name, ParameterSets network) {
    this.spark = spark;
    this.shards = shards;
    this.name = name;
    this.network = network.spec();
    this.job = new CodesJob(spark, network.spec(), network.sets().get(0));
  }

  /**
   * Opens a member of a run.
   *
   * @throws BadInputException if there is none of that name, or it cannot be read; if it is made of
   *     several sets of parameters, or of a linear model; or if it was trained on another training
   *     split than that of the shards: it may have seen images that are to be classified
   */
  static NetworkCodes open(
      JavaSparkContext spark, ShardFolder shards, NeighboursPhase.Network asked)
      throws IOException {
    RunFolder run = asked.run();
    NamedMembers members = NamedMembers.of(spark, run, asked.config());
    NamedMembers.Found member = members.find(asked.member());
    requireOneSet(asked.member(), member);
    requireHiddenLayer(run, member.network(), members.statistics());
    Inputs.requireSameSplit(
        "the run " + run.path(),
        member.network(),
        shards,
        ": it may have seen images that are to be classified; take the shards that it was trained on, "
            + Inputs.place(run, "shards"));
    EvaluatedSet set = member.sets().get(0);
    return new NetworkCodes(
        spark, shards, name(run, set), new ParameterSets(member.spec(), List.of(set.parameters())));
  }

  private static String name(RunFolder run, EvaluatedSet set) {
    String checkpoints =
        set.checkpoints().isEmpty() ? "" : " (%s)".formatted(String.join(", ", set.checkpoints()));
    return "codes of %s, member %s%s".formatted(run.path(), set.name(), checkpoints);
  }

  private static void requireOneSet(String name, NamedMembers.Found member) {
    if (member.sets().size() > 1) {
      throw new BadInputException(
          "the member '%s' is made of %s sets of parameters, each with codes of its own; take one that is made of one, such as best, last or a checkpoint"
              .formatted(name, member.sets().size()));
    }
  }

  private static void requireHiddenLayer(
      RunFolder run, CheckpointInfo network, RunStatistics statistics) {
    String model = network.model().name();
    if (Models.isLinear(model)) {
      throw new BadInputException(
          "the model %s of %s has no layer before its output: its codes are what it sees; compare that with --statistics %s --preprocess '%s' in place of --codes"
              .formatted(model, run.path(), statistics.path(), network.preprocess()));
    }
  }

  @Override
  public JavaRDD<Vectors> of(Split split) {
    MinibatchCut cut = Predictions.cut(network, ClusterSession.taskSlots(spark));
    JavaRDD<ImageBlock> images = shards.blocks(spark, split, network.input(), cut);
    long count = shards.manifest().split(split).count();
    try (TaskProgress progress = new TaskProgress(spark.sc(), COMPUTED, count)) {
      return job.codes(images, progress.done());
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean learnt() {
    return true;
  }

  @Override
  public void close() {
    job.close();
  }
}
