// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.ensemble.Candidates;
import convoy.evaluation.ensemble.EvaluationJob;
import convoy.evaluation.ensemble.Member;
import convoy.evaluation.metric.ClassificationMetrics;
import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.metric.MetricsFile;
import convoy.pipeline.config.ConvoyConfig;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ImageBlock;
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
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges a run in one pass over a split: its best checkpoint on validation, the parameters at its
 * end and their running averages, and the ensemble of its best checkpoints.
 */
final class EvaluatePhase {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluatePhase.class);

  private final JavaSparkContext spark;
  private final RunFolder run;
  private final ConvoyConfig config;
  private final Inputs inputs;

  /** The evaluation of a run that was trained on those inputs. */
  EvaluatePhase(JavaSparkContext spark, RunFolder run, ConvoyConfig config, Inputs inputs) {
    this.spark = spark;
    this.run = run;
    this.config = config;
    this.inputs = inputs;
  }

  /**
   * Evaluates on the split of the settings and writes {@code metrics.json}; members measured on
   * other splits stay in it.
   *
   * @throws convoy.preprocessing.BadInputException if there is no checkpoint, or no such split
   */
  List<MemberMetrics> evaluate() throws IOException {
    return measure(List.of(config.evaluate().split()));
  }

  /**
   * The same on the test split, which is put on record, after the validation split, by which the
   * answer among the members is chosen.
   */
  List<MemberMetrics> evaluateOnTest() throws IOException {
    boolean validates = inputs.shards().manifest().has(Split.VALIDATION);
    return measure(validates ? List.of(Split.VALIDATION, Split.TEST) : List.of(Split.TEST));
  }

  private List<MemberMetrics> measure(List<Split> splits) throws IOException {
    splits.forEach(split -> inputs.shards().verify(spark, split));
    Checkpoints checkpoints = run.checkpoints();
    Checkpoint last = checkpoints.read(checkpoints.last());
    inputs.requireTrained(last.info());
    ReplicaSpec spec =
        Networks.toEvaluate(last.info(), inputs.statistics(), config.evaluate().batch());
    List<Checkpoints.Entry> best = best(checkpoints, config.evaluate().ensemble());
    Map<String, float[]> end = new LinkedHashMap<>();
    end.put("last", last.state().parameters());
    end.putAll(AveragedMembers.of(spark, inputs, last));
    Candidates candidates = candidates(checkpoints, best, end);
    List<MemberMetrics> measured = new ArrayList<>();
    for (Split split : splits) {
      List<ClassificationMetrics> metrics =
          EvaluationJob.run(spark, blocks(split, candidates), spec, candidates);
      for (int m = 0; m < metrics.size(); m++) {
        Member member = candidates.members().get(m);
        measured.add(
            MemberMetrics.of(member.name(), split, metrics.get(m)).madeOf(names(member, best)));
      }
    }
    List<MemberMetrics> all = new ArrayList<>(measured);
    read(run).stream().filter(member -> !splits.contains(member.split())).forEach(all::add);
    run.write(run.metrics(), MetricsFile.toJson(all));
    return measured;
  }

  private JavaRDD<ImageBlock> blocks(Split split, Candidates candidates) throws IOException {
    int parts = config.train().workers();
    if (split != Split.TEST) {
      return inputs.blocks(spark, split, parts);
    }
    String digest = inputs.shards().manifest().split(split).digest();
    List<String> members = candidates.members().stream().map(Member::name).toList();
    return inputs.testBlocks(spark, TestReadings.record(run, digest, members), parts);
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
