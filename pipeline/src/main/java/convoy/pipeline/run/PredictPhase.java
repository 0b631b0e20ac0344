// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.ensemble.AskedNetworks;
import convoy.evaluation.ensemble.Combination.MeanOfProbabilities;
import convoy.evaluation.ensemble.Combination.MeanOfScores;
import convoy.evaluation.ensemble.Member;
import convoy.evaluation.ensemble.ParameterSets;
import convoy.evaluation.ensemble.Predictions;
import convoy.evaluation.prediction.PredictionColumns;
import convoy.evaluation.prediction.PredictionFile;
import convoy.evaluation.prediction.PredictionJob;
import convoy.evaluation.prediction.RowMaker;
import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.session.Build;
import convoy.pipeline.session.CountProgress;
import convoy.pipeline.session.TaskProgress;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Credentials;
import convoy.preprocessing.Split;
import convoy.preprocessing.source.listing.UnusedEntries;
import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import convoy.training.replica.ReplicaSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a run's member what images show, and writes the answers, a row an image. */
public final class PredictPhase {
  private static final Logger LOG = LoggerFactory.getLogger(PredictPhase.class);

  /** Of the layout of {@link PredictionJob#ABOUT} and of the columns. */
  private static final int VERSION = 1;

  private static final CountProgress.Words PREDICTED =
      new CountProgress.Words("predict", "predicted", "images");

  private final JavaSparkContext spark;
  private final RunFolder run;
  private final ConvoyConfig config;

  PredictPhase(JavaSparkContext spark, RunFolder run, ConvoyConfig config) {
    this.spark = spark;
    this.run = run;
    this.config = config;
  }

  /**
   * What is asked.
   *
   * @param input URI of an image file, or of a folder of image files or of shards
   * @param split of shards, not the test split; null for validation
   * @param followLinks whether links that lead out of a folder of image files are followed
   * @param member by the name that an evaluation gives it
   * @param target where the rows go
   */
  public record Request(
      String input, Split split, boolean followLinks, String member, PredictionJob.Target target) {}

  /**
   * What was written.
   *
   * @param checkpoints that the member is made of; none for averages
   * @param unused what beside the images is there and has no rows
   */
  public record Answered(
      List<String> checkpoints, List<PredictionFile> files, UnusedEntries unused) {
    /** How many images there are rows of. */
    public long images() {
      return sum(PredictionFile::rows);
    }

    /** How many of them could not be read or decoded. */
    public long undecodable() {
      return sum(PredictionFile::undecodable);
    }

    /** How many of them are whole, and do not suit the network. */
    public long refused() {
      return sum(PredictionFile::refused);
    }

    /** How many of them the network saw, and have answers that are not finite. */
    public long notFinite() {
      return sum(PredictionFile::notFinite);
    }

    private long sum(ToLongFunction<PredictionFile> count) {
      return files.stream().mapToLong(count).sum();
    }
  }

  /**
   * Predicts.
   *
   * @throws convoy.preprocessing.BadInputException if the run, its member, the images or the place
   *     for the rows cannot be used
   */
  Answered predict(Request request) throws IOException {
    request.target().refuseExisting(spark.hadoopConfiguration());
    NamedMembers members = NamedMembers.of(spark, run, config);
    NamedMembers.Found member = members.find(request.member());
    ImagesToPredict.Found images =
        new ImagesToPredict(
                spark,
                members.statistics().statistics(),
                config.shard().options().intake(),
                member.spec(),
                member.network().model().classNames())
            .find(request.input(), request.split(), request.followLinks());
    LOG.info("predicting {} images of {}", images.ids().size(), request.input());
    Answered answered = ask(request, member, images);
    warn(answered.undecodable(), "images could not be decoded; the column error says why");
    warn(answered.refused(), "images do not suit the network; the column error says why");
    warn(answered.notFinite(), "images have answers that are not finite, and so no class");
    answered.unused().log(request.input());
    requireSome(answered, request);
    return answered;
  }

  private static void requireSome(Answered answered, Request request) {
    if (answered.undecodable() + answered.refused() == answered.images()) {
      throw new BadInputException(
          "none of the %s images of %s has an answer: %s could not be decoded, %s do not suit the network; the column error in %s says why"
              .formatted(
                  answered.images(),
                  request.input(),
                  answered.undecodable(),
                  answered.refused(),
                  request.target().output()));
    }
  }

  private static void warn(long count, String what) {
    if (count > 0) {
      LOG.warn("{} {}", count, what);
    }
  }

  private Answered ask(Request request, NamedMembers.Found member, ImagesToPredict.Found images)
      throws IOException {
    ReplicaSpec spec = member.spec();
    List<float[]> sets = member.sets().stream().map(EvaluatedSet::parameters).toList();
    try (AskedNetworks networks = AskedNetworks.of(spark, new ParameterSets(spec, sets));
        TaskProgress progress = new TaskProgress(spark.sc(), PREDICTED, images.ids().size())) {
      RowMaker rows =
          new RowMaker(
              networks.answers(mean(request.member(), member)),
              spec.input(),
              images.elements(),
              Predictions.imagesAtOnce(spec),
              images.labels());
      var question =
          new PredictionJob.Question(
              rows, columns(member), progress.done(), about(request, member, images.split()));
      List<PredictionFile> files =
          PredictionJob.run(images.images(), images.ids(), question, request.target());
      return new Answered(checkpoints(member), files, images.unused());
    }
  }

  /** All sets of a member together, or the only one alone. */
  private static Member mean(String name, NamedMembers.Found member) {
    List<Integer> all = IntStream.range(0, member.sets().size()).boxed().toList();
    boolean probabilities = columns(member).probabilities();
    return new Member(name, all, probabilities ? MeanOfProbabilities.EQUAL : new MeanOfScores());
  }

  private static PredictionColumns columns(NamedMembers.Found member) {
    ModelSettings model = member.network().model();
    return new PredictionColumns(model.classNames(), Models.givesProbabilities(model.name()));
  }

  private static List<String> checkpoints(NamedMembers.Found member) {
    return member.sets().stream().flatMap(set -> set.checkpoints().stream()).toList();
  }

  /** Nothing of it depends on when the rows are written, nor on where but for the versions. */
  private Map<String, Object> about(Request request, NamedMembers.Found member, String split) {
    PredictionColumns columns = columns(member);
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("version", VERSION);
    about.put("run", Credentials.hidden(run.path().toString()));
    about.put("member", request.member());
    about.put("checkpoints", checkpoints(member));
    about.put("model", member.network().model().name());
    about.put("input", Credentials.hidden(request.input()));
    about.put("split", split);
    about.put("answers", columns.probabilities() ? "probabilities" : "scores");
    about.put("classNames", columns.classNames());
    about.put("classColumns", columns.ofClasses());
    about.put("made", Build.versions(spark.version()));
    return about;
  }
}
