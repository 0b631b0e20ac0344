// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.run.Inputs;
import convoy.pipeline.run.Pipeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code convoy train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Trains by parameter averaging on shards and statistics that are there already.")
final class TrainCommand implements Callable<Integer>, Resumable {
  @Option(
      names = "--shards",
      required = true,
      paramLabel = "DIR",
      description = "what convoy shard wrote; any Hadoop URI")
  private String shards;

  @Option(
      names = "--statistics",
      required = true,
      paramLabel = "DIR",
      description = "what convoy stats wrote for these shards; any Hadoop URI")
  private String statistics;

  @Option(
      names = {"-o", "--run"},
      required = true,
      paramLabel = "DIR",
      description = "run folder to write; any Hadoop URI")
  private String run;

  @Option(
      names = "--teacher",
      paramLabel = "RUN",
      description =
          "another run on the same shards, whose ensemble this one learns from beside the labels, as"
              + " setting train.distil says; needed no more when the run is resumed; default: none")
  private String teacher;

  @Option(names = "--seed", paramLabel = "N", description = "setting seed; default: 1")
  private String seed;

  @Mixin private TrainOptions training;
  @Mixin private FolderOptions folder;
  @Mixin private SharedOptions shared;

  private RunFolder into;

  @Override
  public Integer call() throws IOException {
    List<String> options = new ArrayList<>(training.settings());
    Settings.add(options, "seed", seed);
    into = RunFolder.begin(run, folder.ifExists(), shared.hadoop());
    ConvoyConfig settings = shared.config(into, options);
    Inputs inputs = Inputs.open(new Path(shards), new Path(statistics), shared.hadoop());
    ConvoyConfig config =
        (teacher == null ? settings : settings.taught())
            .withShards(inputs.shards().manifest().origin())
            .withStatistics(inputs.imageSize(), inputs.statisticsConfig());
    try (var spark = shared.spark()) {
      Pipeline pipeline = new Pipeline(spark, into, config);
      pipeline.train(inputs, Optional.ofNullable(teacher));
      shared.print(RunResults.of(into));
    }
    return 0;
  }

  @Override
  public String kept() throws IOException {
    List<String> command =
        new ArrayList<>(List.of("train", "--shards", shards, "--statistics", statistics));
    if (teacher != null) {
      command.addAll(List.of("--teacher", teacher));
    }
    command.addAll(shared.masterOption());
    return new KeptRun(into, command).sentence();
  }
}
