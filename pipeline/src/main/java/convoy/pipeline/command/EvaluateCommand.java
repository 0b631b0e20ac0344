// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.run.Inputs;
import convoy.pipeline.run.Pipeline;
import convoy.pipeline.run.RunsBeside;
import convoy.pipeline.run.ShellCommand;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convoy evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Judges a run's best checkpoint, running averages, soups, members and ensembles in one pass over"
            + " a split (soups take passes over validation before), other runs beside it, and writes"
            + " metrics.json into the run folder.")
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "run folder; any Hadoop URI")
  private String run;

  @Option(
      names = "--on",
      paramLabel = "SPLIT",
      description =
          "setting evaluate.on: validation or train; default: validation; or test, which is for once,"
              + " at the end: it measures validation as well, and test-readings.csv keeps a record")
  private String on;

  @Option(
      names = "--ensemble",
      paramLabel = "N",
      description = "setting evaluate.ensemble: best checkpoints that vote together; default: 3")
  private String ensemble;

  @Option(
      names = "--augment",
      paramLabel = "VIEWS",
      description =
          "setting evaluate.augment: views of an image that are averaged at test time: flip, shift N,"
              + " or 'flip, shift N'; default: none")
  private String augment;

  @Option(
      names = "--with",
      paramLabel = "RUN",
      description =
          "another run, whose best checkpoint is judged too, and forms an ensemble with RUN's; on the"
              + " same splits, of any model; may be given several times")
  private List<String> with = List.of();

  @Option(
      names = "--top",
      paramLabel = "N",
      description =
          "only the N best on validation of RUN and those form that ensemble; default: all")
  private Integer top;

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException {
    List<String> options = new ArrayList<>();
    boolean test = Split.TEST.code().equals(on);
    Settings.add(options, "evaluate.on", test ? null : on);
    Settings.add(options, "evaluate.ensemble", ensemble);
    Settings.add(options, "evaluate.augment", augment);
    RunFolder folder = RunFolder.open(run, shared.hadoop());
    ConvoyConfig config = shared.config(folder, options);
    Inputs inputs = Inputs.of(folder);
    RunsBeside beside = beside();
    try (var spark = shared.spark()) {
      Pipeline pipeline = new Pipeline(spark, folder, config);
      var members =
          test ? pipeline.evaluateOnTest(inputs, beside) : pipeline.evaluate(inputs, beside);
      Results results = new Results().add("run", folder.path().toString());
      List<String> lines = new ArrayList<>(MemberTable.lines(members));
      if (test) {
        int readings = pipeline.testReadings();
        results.add("testReadings", readings);
        lines.add("testReadings: " + readings);
      }
      lines.add("next: " + ShellCommand.of(List.of("convoy", "report", run)));
      shared.print(results.addMembers(members).forPeople(lines));
    }
    return 0;
  }

  private RunsBeside beside() throws IOException {
    if (top != null && (top < 1 || with.isEmpty())) {
      throw new BadInputException(
          "--top %s: a number from 1, of RUN and the runs that --with names".formatted(top));
    }
    List<RunsBeside.OtherRun> runs = new ArrayList<>();
    for (String other : with) {
      runs.add(new RunsBeside.OtherRun(other, RunFolder.open(other, shared.hadoop())));
    }
    return new RunsBeside(runs, top == null ? Integer.MAX_VALUE : top);
  }
}
