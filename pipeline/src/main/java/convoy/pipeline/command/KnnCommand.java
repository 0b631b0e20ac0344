// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.evaluation.neighbours.Distance;
import convoy.evaluation.neighbours.FoldResults;
import convoy.evaluation.neighbours.NeighboursResult;
import convoy.evaluation.neighbours.NeighboursSettings;
import convoy.evaluation.report.NeighboursReport;
import convoy.evaluation.report.NeighboursReport.Search;
import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.folder.NeighboursFolder;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.run.NeighboursPhase;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.shard.ShardFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code convoy knn}. */
@Command(
    name = "knn",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Classifies the validation split by its exact nearest neighbours in the training split: the"
          + " baseline to begin with.",
      "With --folds, the training split is cut into folds, each of which is classified by the others:"
          + " mean and deviation by k, to choose one. The test split is not read."
    })
final class KnnCommand implements Callable<Integer> {
  @Option(
      names = "--shards",
      required = true,
      paramLabel = "DIR",
      description = "what convoy shard wrote; any Hadoop URI")
  private String shards;

  @Option(
      names = "--statistics",
      paramLabel = "DIR",
      description =
          "what convoy stats wrote: compares images preprocessed by the setting preprocess; default:"
              + " raw pixels")
  private String statistics;

  @Option(
      names = "--preprocess",
      paramLabel = "STEPS",
      description = "setting preprocess, for example 'centre=image, scale=none, pca=99%%'")
  private String preprocess;

  @Option(
      names = "--codes",
      paramLabel = "RUN",
      description =
          "run folder: compares the codes that its network computes, which are what its output layer"
              + " takes, of images preprocessed as the run's were; not with --statistics. The run was"
              + " trained on these shards, or it is refused")
  private String codes;

  @Option(
      names = "--member",
      paramLabel = "NAME",
      description =
          "whose codes, by the name that convoy evaluate gives it: best, last, 'running average',"
              + " 'stochastic weight average', 'member 2' or a checkpoint; default: best")
  private String member;

  @Option(
      names = "--distance",
      paramLabel = "L",
      defaultValue = "L2",
      description = "L1 (sum of absolute differences) or L2 (Euclidean); default: L2")
  private Distance distance;

  @Option(
      names = "--k",
      split = ",",
      paramLabel = "K",
      description = "numbers of neighbours that vote, ascending; default: 1,3,5,7,10,20,50,100")
  private List<Integer> ks = new ArrayList<>();

  @Option(
      names = "--folds",
      paramLabel = "F",
      defaultValue = "0",
      description = "folds of the training split, 2 or more, to cross-validate; default: 0, none")
  private int folds;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "folder to write: knn.html, a page with the plot of accuracy against k and its table, and"
              + " knn.json, as --json has it; any Hadoop URI")
  private String output;

  @Option(names = "--overwrite", description = "replace such a folder that stands there already")
  private boolean overwrite;

  @Mixin private SharedOptions shared;

  /** What is compared, once there is a cluster to make it. */
  private interface Examples {
    NeighboursPhase open(JavaSparkContext spark, ShardFolder folder) throws IOException;
  }

  @Override
  public Integer call() throws IOException {
    if (folds < 0 || folds == 1) {
      throw new BadInputException("--folds is 0 for none, or 2 and more, not " + folds);
    }
    Optional<NeighboursFolder> target = target();
    Examples examples = examples();
    ShardFolder folder = ShardFolder.open(new Path(shards), shared.hadoop());
    try (var spark = shared.spark();
        NeighboursPhase phase = examples.open(spark, folder)) {
      Results results =
          new Results()
              .add("shards", shards)
              .add("compared", phase.compared())
              .add("distance", distance.name());
      String page = search(phase, results);
      shared.print(results);
      if (target.isPresent()) {
        target.get().write(page, results.json(), shared.hadoop());
      }
    }
    return 0;
  }

  private Optional<NeighboursFolder> target() throws IOException {
    if (output == null) {
      if (overwrite) {
        throw new BadInputException("--overwrite is for the folder of --output, which is missing");
      }
      return Optional.empty();
    }
    NeighboursFolder target = new NeighboursFolder(new Path(output), overwrite);
    target.refuseExisting(shared.hadoop());
    return Optional.of(target);
  }

  /** Adds what is found to the results; returns the page of it. */
  private String search(NeighboursPhase phase, Results results) {
    NeighboursSettings settings = settings(phase.classes());
    Search search = new Search(shards, phase.compared(), distance, phase.learnt());
    if (folds == 0) {
      NeighboursResult found = phase.validate(settings);
      KnnResults.add(results, found);
      return NeighboursReport.render(search, found);
    }
    FoldResults found = phase.crossValidate(folds, settings);
    KnnResults.add(results, found);
    return NeighboursReport.render(search, found);
  }

  private Examples examples() throws IOException {
    if (codes != null) {
      return codes();
    }
    if (member != null) {
      throw new BadInputException(
          "--member is of the run that --codes names: give --codes RUN too");
    }
    if (preprocess != null && statistics == null) {
      throw new BadInputException("--preprocess needs the --statistics to preprocess by");
    }
    List<String> options = new ArrayList<>();
    Settings.add(options, "preprocess", preprocess);
    ConvoyConfig config = shared.config(options);
    return statistics == null
        ? NeighboursPhase::ofPixels
        : (spark, folder) ->
            NeighboursPhase.ofPreprocessed(
                spark, folder, new Path(statistics), config.preprocess());
  }

  private Examples codes() throws IOException {
    if (statistics != null || preprocess != null) {
      throw new BadInputException(
          "--codes preprocesses images as its run's were: leave out --statistics and --preprocess");
    }
    RunFolder run = RunFolder.open(codes, shared.hadoop());
    var network =
        new NeighboursPhase.Network(
            run, shared.config(run, List.of()), member == null ? "best" : member);
    return (spark, folder) -> NeighboursPhase.ofCodes(spark, folder, network);
  }

  private NeighboursSettings settings(int classes) {
    try {
      return new NeighboursSettings(
          distance, ks.isEmpty() ? NeighboursSettings.DEFAULT_KS : ks, classes);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--k: " + e.getMessage(), e);
    }
  }
}
