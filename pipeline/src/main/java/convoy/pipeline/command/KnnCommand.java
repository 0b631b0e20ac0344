// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.evaluation.metric.WilsonInterval;
import convoy.evaluation.neighbours.Distance;
import convoy.evaluation.neighbours.FoldResults;
import convoy.evaluation.neighbours.NeighboursResult;
import convoy.evaluation.neighbours.NeighboursSettings;
import convoy.pipeline.run.NeighboursPhase;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.shard.ShardFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
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
              + " raw pixels are compared")
  private String statistics;

  @Option(
      names = "--preprocess",
      paramLabel = "STEPS",
      description = "setting preprocess, for example 'centre=image, scale=none, pca=99%%'")
  private String preprocess;

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

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException {
    if (folds < 0 || folds == 1) {
      throw new BadInputException("--folds is 0 for none, or 2 and more, not " + folds);
    }
    if (preprocess != null && statistics == null) {
      throw new BadInputException("--preprocess needs the --statistics to preprocess by");
    }
    List<String> options = new ArrayList<>();
    Settings.add(options, "preprocess", preprocess);
    var config = shared.config(options);
    try (var spark = shared.spark()) {
      ShardFolder folder = ShardFolder.open(new Path(shards), shared.hadoop());
      NeighboursPhase phase =
          statistics == null
              ? NeighboursPhase.ofPixels(spark, folder)
              : NeighboursPhase.ofPreprocessed(
                  spark, folder, new Path(statistics), config.preprocess());
      NeighboursSettings settings = settings(phase.classes());
      Results results = new Results().add("distance", distance.name());
      if (folds == 0) {
        addTo(results, phase.validate(settings));
      } else {
        addTo(results.add("folds", folds), phase.crossValidate(folds, settings));
      }
      shared.print(results);
    }
    return 0;
  }

  private NeighboursSettings settings(int classes) {
    try {
      return new NeighboursSettings(
          distance, ks.isEmpty() ? NeighboursSettings.DEFAULT_KS : ks, classes);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--k: " + e.getMessage(), e);
    }
  }

  private static void addTo(Results results, NeighboursResult found) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int k : found.ks()) {
      long count = found.metrics().get(found.ks().indexOf(k)).count();
      WilsonInterval interval = WilsonInterval.of(Math.round(found.accuracy(k) * count), count);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("k", k);
      row.put("accuracy", found.accuracy(k));
      row.put("low", interval.low());
      row.put("high", interval.high());
      rows.add(row);
    }
    results.add("split", "validation").add("neighbours", rows).add("best", found.bestK());
  }

  private static void addTo(Results results, FoldResults found) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int k : found.ks()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("k", k);
      row.put("mean", found.mean(k));
      row.put("deviation", found.deviation(k));
      row.put("accuracies", Arrays.stream(found.accuracies(k)).boxed().toList());
      rows.add(row);
    }
    results.add("split", "train").add("neighbours", rows).add("best", found.bestK());
  }
}
