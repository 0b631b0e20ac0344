// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.run.DataPhases;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.statistics.PatchStatistics;
import convoy.preprocessing.statistics.Statistics;
import convoy.preprocessing.statistics.StatisticsJob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code convoy stats}. */
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Computes mean image, channel means and deviations, covariance and principal components of"
            + " the training split, and of no other.")
final class StatsCommand implements Callable<Integer> {
  private static final int SHOWN = 5;

  @Option(
      names = "--shards",
      required = true,
      paramLabel = "DIR",
      description = "what convoy shard wrote; any Hadoop URI")
  private String shards;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "folder to write; any Hadoop URI")
  private String output;

  @Option(names = "--overwrite", description = "replace statistics that stand there already")
  private boolean overwrite;

  @Mixin private StatisticsOptions options;

  @Option(
      names = "--patches",
      split = ",",
      paramLabel = "K",
      description =
          "also describes all K x K patches, K from 1 to 7; 1 for colours; for example 2,3;"
              + " with --components only 1")
  private List<Integer> patches = new ArrayList<>();

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException {
    ConvoyConfig config = shared.config(options.settings());
    try (var spark = shared.spark()) {
      ShardFolder folder = ShardFolder.open(new Path(shards), shared.hadoop());
      Statistics statistics =
          DataPhases.statistics(
              spark, folder, request(folder, config), new Path(output), overwrite);
      double[] eigenvalues = statistics.components().eigenvalues();
      shared.print(
          new Results()
              .add("statistics", output)
              .add("trainExamples", statistics.count())
              .add("trainDigest", statistics.splitDigest())
              .add("pixelMean", statistics.mean())
              .add("channelMean", list(statistics.channels().mean()))
              .add("channelDeviation", list(statistics.channels().deviation()))
              .add(
                  "eigenvalues",
                  list(Arrays.copyOf(eigenvalues, Math.min(SHOWN, eigenvalues.length))))
              .add("components", statistics.components().count())
              .add("shareOfVariance", statistics.components().shareOf(eigenvalues.length))
              .add("patches", statistics.patches().stream().map(PatchStatistics::size).toList()));
    }
    return 0;
  }

  private StatisticsJob.Request request(ShardFolder folder, ConvoyConfig config) {
    ImageShape shape = folder.shape(config.imageSize());
    return new StatisticsJob.Request(shape, patches, config.components(shape));
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
