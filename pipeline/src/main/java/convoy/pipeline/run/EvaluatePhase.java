// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.ensemble.EvaluationJob;
import convoy.evaluation.ensemble.Judgement;
import convoy.evaluation.ensemble.Member;
import convoy.evaluation.ensemble.ParameterSets;
import convoy.evaluation.ensemble.Predictions;
import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.metric.MetricsFile;
import convoy.pipeline.config.ConvoyConfig;
import convoy.preprocessing.Split;
import convoy.preprocessing.augment.TestTimeAugmentation;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.MinibatchCut;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.checkpoint.Checkpoints;
import convoy.training.model.Models;
import convoy.training.replica.ReplicaSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    TestTimeAugmentation augment = config.evaluate().augmentation();
    augment.requireFits(inputs.statistics().elements(), spec.input());
    List<Checkpoints.Entry> best = best(checkpoints, config.evaluate().ensemble());
    List<EvaluatedSet> sets = sets(checkpoints, best, last);
    EvaluatedMembers members =
        new EvaluatedMembers(
            sets,
            best.size(),
            augment.views().size() > 1,
            Models.givesProbabilities(last.info().model().name()));
    List<float[]> parameters = sets.stream().map(EvaluatedSet::parameters).toList();
    MinibatchCut cut =
        new MinibatchCut(
            ClusterSession.taskSlots(spark), spec.batch(), Predictions.imagesAtOnce(spec));
    List<Member> judged = members.given();
    List<MemberMetrics> measured = new ArrayList<>();
    for (Split split : splits) {
      LOG.info("evaluating {} sets of parameters on the {} split", sets.size(), split.code());
      List<String> names = judged.stream().map(Member::name).toList();
      try (Predictions predictions =
          Predictions.of(
              spark,
              blocks(split, names, cut),
              List.of(new ParameterSets(spec, parameters)),
              augment.views())) {
        if (split == Split.VALIDATION) {
          judged = new ArrayList<>(judged);
          judged.addAll(members.chosen(predictions, config.evaluate().greedySteps()));
        }
        Judgement judgement = EvaluationJob.run(predictions, judged, 0);
        for (int m = 0; m < judged.size(); m++) {
          measured.add(
              MemberMetrics.of(judged.get(m).name(), split, judgement.counts().get(m))
                  .madeOf(members.checkpoints(judged.get(m))));
        }
      }
    }
    List<MemberMetrics> all = new ArrayList<>(measured);
    read(run).stream().filter(member -> !splits.contains(member.split())).forEach(all::add);
    run.write(run.metrics(), MetricsFile.toJson(all));
    return measured;
  }

  private JavaRDD<ImageBlock> blocks(Split split, List<String> members, MinibatchCut cut)
      throws IOException {
    if (split != Split.TEST) {
      return inputs.blocks(spark, split, cut);
    }
    String digest = inputs.shards().manifest().split(split).digest();
    return inputs.testBlocks(spark, TestReadings.record(run, digest, members), cut);
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

  /** The checkpoints, of which the first is the best, and behind them those of the run's end. */
  private List<EvaluatedSet> sets(
      Checkpoints checkpoints, List<Checkpoints.Entry> best, Checkpoint last) throws IOException {
    List<EvaluatedSet> sets = new ArrayList<>();
    for (Checkpoints.Entry entry : best) {
      sets.add(
          new EvaluatedSet(
              sets.isEmpty() ? "best" : "",
              List.of(entry.name()),
              checkpoints.read(entry).state().parameters()));
    }
    sets.add(new EvaluatedSet("last", List.of(), last.state().parameters()));
    AveragedMembers.of(spark, inputs, last)
        .forEach((name, average) -> sets.add(new EvaluatedSet(name, List.of(), average)));
    return sets;
  }
}
