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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges a run in one pass over a split: its best checkpoint on validation, the parameters at its
 * end and their running averages, and the ensemble of its best checkpoints.
 */
public final class EvaluatePhase {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluatePhase.class);

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
    List<Checkpoints.Entry> best = best(checkpoints, config.ensemble());
    Map<String, float[]> end = new LinkedHashMap<>();
    end.put("last", last.state().parameters());
    end.putAll(AveragedMembers.of(spark, inputs, last));
    Candidates candidates = candidates(checkpoints, best, end);
    List<ClassificationMetrics> metrics =
        EvaluationJob.run(
            spark, inputs.blocks(spark, split, settings.train().workers()), spec, candidates);
    List<MemberMetrics> measured =
        IntStream.range(0, metrics.size())
            .mapToObj(
                m ->
                    MemberMetrics.of(candidates.members().get(m).name(), split, metrics.get(m))
                        .madeOf(names(candidates.members().get(m), best)))
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

  private static List<Checkpoints.Entry> best(Checkpoints checkpoints, int ensemble)
      throws IOException {
    List<Checkpoints.Entry> best = checkpoints.best();
    if (best.size() < ensemble) {
      LOG.info(
          "the ensemble is of {} checkpoint(s), all that the run has kept, not of {}",
          best.size(),
          ensemble);
    }
    return best.subList(0, Math.min(ensemble, best.size()));
  }

  /** The checkpoints come first among the parameters, those at the run's end behind them. */
  private static Candidates candidates(
      Checkpoints checkpoints, List<Checkpoints.Entry> best, Map<String, float[]> end)
      throws IOException {
    List<float[]> parameters = new ArrayList<>();
    for (Checkpoints.Entry entry : best) {
      parameters.add(checkpoints.read(entry).state().parameters());
    }
    List<Integer> all = IntStream.range(0, best.size()).boxed().toList();
    List<Member> members = new ArrayList<>();
    members.add(new Member("best", List.of(0)));
    end.forEach(
        (name, set) -> {
          members.add(new Member(name, List.of(parameters.size())));
          parameters.add(set);
        });
    members.add(new Member("ensemble", all));
    return new Candidates(parameters, members);
  }

  /** The names of the checkpoints that a member is made of. */
  private static List<String> names(Member member, List<Checkpoints.Entry> best) {
    return member.parameters().stream()
        .filter(parameters -> parameters < best.size())
        .map(parameters -> best.get(parameters).name())
        .toList();
  }
}
