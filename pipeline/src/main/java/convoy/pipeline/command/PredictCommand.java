// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.evaluation.prediction.PredictionFormat;
import convoy.evaluation.prediction.PredictionJob;
import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.run.Pipeline;
import convoy.pipeline.run.PredictPhase;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convoy predict}. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says what a run's network sees in the images of a folder, or in shards: a row an image, sorted"
          + " by id, with the predicted class and the probabilities of all, or of an svm the scores.",
      "The images are preprocessed as the run's were. One that cannot be decoded, or that the"
          + " network cannot take, has a row with the reason. Nothing is written into the run folder. Of shards the test split is refused; whether a folder"
          + " holds images that a run was tested on is not looked at."
    })
final class PredictCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "run folder; any Hadoop URI")
  private String run;

  @Option(
      names = {"-i", "--input"},
      required = true,
      paramLabel = "PLACE",
      description =
          "image file (JPEG, PNG, GIF, BMP, WebP or TIFF), or folder of image files at any depth,"
              + " whose ids are their paths in it, or of the shards that convoy shard writes; any"
              + " Hadoop URI. Where every image lies in a folder named like a class of the run, the"
              + " column label has that class")
  private String input;

  @Option(
      names = "--follow-links",
      description = "also follow links that lead out of a folder of image files")
  private boolean followLinks;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description =
          "folder to write, of predictions-00000 and so on, and _predictions.json; any Hadoop URI")
  private String output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "csv",
      description =
          "csv, with a column for each class; spreadsheet, the same with an apostrophe before text"
              + " that a spreadsheet would take for a formula (=, +, -, @); or parquet, with all"
              + " classes in one array, for Spark and many rows; default: csv")
  private String format;

  @Option(
      names = "--member",
      paramLabel = "NAME",
      defaultValue = "best",
      description =
          "who answers, by the name that convoy evaluate gives it: best, last, 'running average',"
              + " 'stochastic weight average', 'member 2', a checkpoint, or the mean of several:"
              + " ensemble (of the setting evaluate.ensemble best checkpoints), 'snapshot ensemble',"
              + " 'member ensemble'; default: best")
  private String member;

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      description = "of shards: train or validation; default: validation")
  private String split;

  @Option(
      names = "--rows-per-file",
      paramLabel = "N",
      defaultValue = "100000",
      description = "rows of a file, but for the last one; default: 100000")
  private int rowsPerFile;

  @Option(names = "--overwrite", description = "replace predictions that stand there already")
  private boolean overwrite;

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException {
    if (rowsPerFile < 1) {
      throw new BadInputException("--rows-per-file %s: a number from 1".formatted(rowsPerFile));
    }
    var target = new PredictionJob.Target(format(), rowsPerFile, new Path(output), overwrite);
    var request = new PredictPhase.Request(input, split(), followLinks, member, target);
    RunFolder folder = RunFolder.open(run, shared.hadoop());
    ConvoyConfig config = shared.config(folder, List.of());
    target.refuseExisting(shared.hadoop());
    try (var spark = shared.spark()) {
      PredictPhase.Answered answered = new Pipeline(spark, folder, config).predict(request);
      shared.print(results(folder, answered));
    }
    return 0;
  }

  private Results results(RunFolder folder, PredictPhase.Answered answered) {
    return new Results()
        .add("run", folder.path().toString())
        .add("member", member)
        .add("checkpoints", answered.checkpoints())
        .add("images", answered.images())
        .add("undecodable", answered.undecodable())
        .add("refused", answered.refused())
        .add("notFinite", answered.notFinite())
        .add("ignoredFiles", answered.unused().count())
        .add("output", output)
        .add("files", answered.files().size());
  }

  private PredictionFormat format() {
    return Arrays.stream(PredictionFormat.values())
        .filter(known -> known.code().equals(format))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "--format %s is unknown: csv, spreadsheet or parquet".formatted(format)));
  }

  /** Null where none was given. */
  private Split split() {
    if (split == null) {
      return null;
    }
    return Stream.of(Split.TRAIN, Split.VALIDATION)
        .filter(known -> known.code().equals(split))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "--split %s: train or validation; the test split is read by convoy evaluate RUN --on test alone, which keeps a record of it"
                        .formatted(split)));
  }
}
