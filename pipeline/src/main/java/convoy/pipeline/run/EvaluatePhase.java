// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.ensemble.Candidates;
import convoy.evaluation.ensemble.EvaluationJob;
import convoy.evaluation.ensemble.Member;
import convoy.evaluation.metric.ClassificationMetrics;
import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.metric.MetricsFile;
import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.config.EvaluateConfig;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ShardFolder;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.checkpoint.Checkpoints;
import convoy.training.replica.ReplicaSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Judges a run in one pass over a split: its best checkpoint on validation, the running average of
 * its parameters, and the ensemble of its best checkpoints.
 */
public final class EvaluatePhase {
  private EvaluatePhase() {}

  /**
   * Evaluates and writes {@code metrics.json}; members measured on other splits stay in it.
   *
   * @throws convoy.preprocessing.BadInputException if there is no checkpoint, or no such split
   */
  public static List<MemberMetrics> evaluate(
      JavaSparkContext spark, RunFolder run, ConvoyConfig settings, Inputs inputs)
      throws IOException {
    EvaluateConfig config = settings.evaluate();
    Split split = config.split();
    ShardFolder shards = inputs.shards();
    shards.verify(spark, split);
    Checkpoints checkpoints = run.checkpoints();
    Checkpoint last = checkpoints.read(checkpoints.last());
    inputs.requireTrained(last.info());
    ReplicaSpec spec = Networks.toEvaluate(last.info(), inputs.statistics(), config.batch());
    Candidates candidates = candidates(checkpoints, last, config.ensemble());
    List<ClassificationMetrics> metrics =
        EvaluationJob.run(
            spark, shards.blocks(spark, split, settings.train().workers()), spec, candidates);
    List<MemberMetrics> measured =
        IntStream.range(0, metrics.size())
            .mapToObj(
                m -> MemberMetrics.of(candidates.members().get(m).name(), split, metrics.get(m)))
            .toList();
    List<MemberMetrics> all = new ArrayList<>(measured);
    read(run).stream().filter(member -> member.split() != split).forEach(all::add);
    run.write(run.metrics(), MetricsFile.toJson(all));
    return measured;
  }

  /** What earlier evaluations of the run measured. */
  static List<MemberMetrics> read(RunFolder run) throws IOException {
    Optional<String> json = run.read(run.metrics());
    return json.isPresent() ? MetricsFile.parse(json.get()) : List.of();
  }

  private static Candidates candidates(Checkpoints checkpoints, Checkpoint last, int ensemble)
      throws IOException {
    List<Checkpoints.Entry> best = checkpoints.best();
    List<Checkpoints.Entry> together = best.subList(0, Math.min(ensemble, best.size()));
    List<float[]> parameters = new ArrayList<>();
    for (Checkpoints.Entry entry : together) {
      parameters.add(checkpoints.read(entry).state().parameters());
    }
    parameters.add(last.state().average().value());
    List<Integer> all = IntStream.range(0, together.size()).boxed().toList();
    return new Candidates(
        parameters,
        List.of(
            new Member("best (" + together.get(0).name() + ")", List.of(0)),
            new Member("running average", List.of(together.size())),
            new Member("ensemble of " + together.size() + " checkpoints", all)));
  }
}
