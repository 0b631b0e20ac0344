// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.evaluation.metric.MemberMetrics;
import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.run.Inputs;
import convoy.pipeline.run.Pipeline;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code run} and {@code demo} have in common: everything from raw data to report. */
final class WholeRun {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  @Option(
      names = {"-o", "--run"},
      paramLabel = "DIR",
      description = "run folder to write, any Hadoop URI; default: runs/NAME-DATE-TIME")
  private String run;

  @Mixin private DataOptions data;
  @Mixin private StatisticsOptions statistics;
  @Mixin private TrainOptions training;
  @Mixin private FolderOptions folder;
  @Mixin private SharedOptions shared;

  private RunFolder into;

  int call(String name) throws IOException {
    String place = run != null ? run : "runs/" + name + "-" + now();
    List<String> options = new ArrayList<>(data.settings());
    options.addAll(statistics.settings());
    options.addAll(training.settings());
    into = RunFolder.begin(place, folder.ifExists(), shared.hadoop());
    ConvoyConfig config = shared.config(into, options);
    try (var spark = shared.spark()) {
      List<MemberMetrics> members = new Pipeline(spark, into, config).everything();
      shared.print(RunResults.of(into, Inputs.of(into).shards().manifest(), members));
    }
    return 0;
  }

  String kept(String name) throws IOException {
    List<String> command = new ArrayList<>(List.of(name));
    command.addAll(shared.masterOption());
    return new KeptRun(into, command).sentence();
  }

  private static String now() {
    return LocalDateTime.now(ZoneId.systemDefault()).format(STAMP);
  }
}
