// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.evaluation.metric.MemberMetrics;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.folder.RunSummary;
import convoy.pipeline.run.FoundData;
import convoy.pipeline.run.ShellCommand;
import convoy.pipeline.session.TimeText;
import convoy.preprocessing.shard.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;

/** A run's summary as a command prints it: the answer, the training, and what to type next. */
final class RunResults {
  private RunResults() {}

  /** Of a run whose members were evaluated and whose report was written. */
  static Results of(RunFolder folder, Manifest found, List<MemberMetrics> members)
      throws IOException {
    RunSummary run = RunSummary.of(folder);
    List<String> lines = new ArrayList<>(MemberTable.lines(members));
    lines.add("data:     " + FoundData.line(found));
    lines.addAll(training(run));
    lines.add("report:   " + shown(folder.report()));
    lines.addAll(next(folder, true));
    return values(run)
        .addMembers(members)
        .add("report", folder.report().toString())
        .forPeople(lines);
  }

  /** Of a run that was trained alone. */
  static Results of(RunFolder folder) throws IOException {
    RunSummary run = RunSummary.of(folder);
    List<String> lines = new ArrayList<>(training(run));
    lines.addAll(next(folder, false));
    return values(run).forPeople(lines);
  }

  private static Results values(RunSummary run) {
    return new Results()
        .add("run", run.run())
        .add("digest", run.digest())
        .add("epochs", run.epochs())
        .add("rounds", run.rounds())
        .add("imagesPerSecond", run.imagesPerSecond())
        .add("loss", run.loss())
        .add("validationAccuracy", run.validationAccuracy())
        .add("bestValidationAccuracy", run.bestValidationAccuracy())
        .add("seconds", run.seconds());
  }

  private static List<String> training(RunSummary run) {
    double all = run.seconds().values().stream().mapToDouble(Double::doubleValue).sum();
    return List.of(
        String.format(
            Locale.ROOT,
            "training: %,d epochs, %,d rounds, %,.0f images/s, loss %.4f; %s in all",
            run.epochs(),
            run.rounds(),
            run.imagesPerSecond(),
            run.loss(),
            TimeText.of(all)),
        "digest:   " + run.digest(),
        "run:      " + shown(new Path(run.run())));
  }

  private static List<String> next(RunFolder folder, boolean evaluated) {
    String run = shown(folder.path());
    return evaluated
        ? List.of(
            "next:     " + ShellCommand.of(List.of("convoy", "predict", run)) + " --input IMAGES",
            "          "
                + ShellCommand.of(List.of("convoy", "run", "--run", run))
                + " --resume --epochs MORE")
        : List.of(
            "next:     " + ShellCommand.of(List.of("convoy", "evaluate", run)),
            "          " + ShellCommand.of(List.of("convoy", "report", run)));
  }

  /** A place as it is typed: without the scheme where it is on this machine. */
  private static String shown(Path place) {
    return "file".equals(place.toUri().getScheme()) ? place.toUri().getPath() : place.toString();
  }
}
