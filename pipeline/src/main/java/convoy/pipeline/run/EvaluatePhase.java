// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.ensemble.EvaluationJob;
import convoy.evaluation.ensemble.Judgement;
import convoy.evaluation.ensemble.Member;
import convoy.evaluation.ensemble.ParameterSets;
import convoy.evaluation.ensemble.Predictions;
import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.metric.MetricsFile;
import convoy.evaluation.metric.Mistake;
import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.folder.MistakesFile;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.folder.TestReadings;
import convoy.pipeline.session.ClusterSession;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.Split;
import convoy.preprocessing.augment.TestTimeAugmentation;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.LabelledImage;
import convoy.preprocessing.shard.MinibatchCut;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.checkpoint.Checkpoints;
import convoy.training.model.Models;
import convoy.training.replica.ReplicaSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges a run in one pass over a split: its best checkpoint on validation, the parameters at its
 * end and their running averages, its other members, and the ensembles that are made of them.
 */
final class EvaluatePhase {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluatePhase.class);

  private final JavaSparkContext spark;
  private final RunFolder run;
  private final ConvoyConfig config;
  private final Inputs inputs;
  private final RunsBeside beside;

  /** The evaluation of a run that was trained on those inputs, with other runs beside it. */
  EvaluatePhase(
      JavaSparkContext spark,
      RunFolder run,
      ConvoyConfig config,
      Inputs inputs,
      RunsBeside beside) {
    this.spark = spark;
    this.run = run;
    this.config = config;
    this.inputs = inputs;
    this.beside = beside;
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
    List<MemberMetrics> others =
        read(run, run.metrics()).stream()
            .filter(member -> !splits.contains(member.split()))
            .toList();
    splits.forEach(split -> inputs.shards().verify(spark, split));
    Checkpoints checkpoints = run.checkpoints();
    Checkpoint last = checkpoints.read(checkpoints.last());
    inputs.requireTrained(last.info());
    TestTimeAugmentation augment = config.evaluate().augmentation();
    augment.requireFits(inputs.statistics().elements(), inputs.statistics().shape());
    SetsOfRun found = sets(last);
    EvaluatedMembers members =
        new EvaluatedMembers(
            found.sets(),
            found.ensembles(),
            augment.views().size() > 1 ? Optional.of(augment.text()) : Optional.empty(),
            Models.givesProbabilities(last.info().model().name()));
    List<Member> judged = new ArrayList<>(members.given());
    List<MemberMetrics> measured = new ArrayList<>();
    for (Split split : splits) {
      measured.addAll(measure(split, found.networks(), members, judged));
    }
    List<MemberMetrics> all = new ArrayList<>(measured);
    all.addAll(others);
    run.write(run.metrics(), MetricsFile.toJson(all));
    measured.forEach(EvaluatePhase::log);
    return measured;
  }

  private SetsOfRun sets(Checkpoint last) throws IOException {
    int batch = config.evaluate().batch();
    try (Recalibration recalibration = new Recalibration(spark, inputs, last, batch)) {
      return SetsOfRun.of(run, config, recalibration, beside);
    }
  }

  /**
   * Judges members on a split.
   *
   * @param judged who is judged; on validation those are added that are chosen there
   */
  private List<MemberMetrics> measure(
      Split split, List<ParameterSets> networks, EvaluatedMembers members, List<Member> judged)
      throws IOException {
    LOG.info(
        "evaluating {} sets of parameters on the {} split", members.sets().size(), split.code());
    ReplicaSpec spec = networks.get(0).spec();
    MinibatchCut cut = Predictions.cut(spec, ClusterSession.taskSlots(spark));
    JavaRDD<ImageBlock> blocks =
        split == Split.TEST
            ? inputs.testBlocks(spark, record(judged), cut)
            : inputs.blocks(spark, split, cut);
    try (Predictions predictions =
        Predictions.of(spark, blocks, networks, config.evaluate().augmentation().views())) {
      if (split == Split.VALIDATION) {
        judged.addAll(members.chosen(predictions, config.evaluate().greedySteps()));
      }
      Judgement judgement = EvaluationJob.run(predictions, judged, config.evaluate().mistakes());
      if (split != Split.TEST) {
        keepMistakes(split, judgement);
      }
      return members.metrics(split, predictions, judgement);
    }
  }

  /** A line that a log's readers can search and take apart. */
  private static void log(MemberMetrics member) {
    LOG.debug(
        "member=\"{}\" split={} count={} top1={} top5={} crossEntropy={}",
        member.name(),
        member.split().code(),
        member.count(),
        member.top1(),
        member.top5(),
        member.crossEntropy());
  }

  /** Puts on record, of every run that is judged, that the test split is about to be read. */
  private TestReadings.Reading record(List<Member> judged) throws IOException {
    String digest = inputs.shards().manifest().split(Split.TEST).digest();
    List<String> names = judged.stream().map(Member::name).toList();
    for (RunsBeside.OtherRun other : beside.runs()) {
      TestReadings.record(other.folder(), digest, List.of("best"));
    }
    return TestReadings.record(run, digest, names);
  }

  /**
   * Keeps the mistakes that the best checkpoint is surest of, where the examples are images. Not of
   * the test split: who looks at them tunes by it.
   */
  private void keepMistakes(Split split, Judgement judgement) throws IOException {
    List<Mistake> mistakes = judgement.counts().get(0).mistakes().mistakes();
    if (mistakes.isEmpty() || inputs.statistics().elements() != ElementType.UINT8) {
      run.remove(run.mistakes());
      return;
    }
    List<Long> keys = mistakes.stream().map(Mistake::key).toList();
    List<LabelledImage> images = inputs.images(spark, split, keys);
    MistakesFile.write(
        run,
        judgement.members().get(0).name(),
        split,
        inputs.statistics().shape(),
        MistakesFile.entries(mistakes, images));
  }

  /**
   * What was measured before, as one of the run's files has it; nothing where there is none.
   *
   * @throws BadInputException naming the file and the field, if it is damaged
   */
  static List<MemberMetrics> read(RunFolder run, Path file) throws IOException {
    try {
      Optional<String> json = run.read(file);
      return json.isPresent() ? MetricsFile.parse(json.get(), file.toString()) : List.of();
    } catch (BadInputException e) {
      String command = file.equals(run.baselines()) ? "baselines" : "evaluate";
      throw new BadInputException(
          "%s; remove the file, and measure again with: convoy %s"
              .formatted(e.getMessage(), command),
          e);
    }
  }
}
