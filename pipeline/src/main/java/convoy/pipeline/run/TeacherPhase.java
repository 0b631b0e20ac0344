// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.ensemble.Member;
import convoy.evaluation.ensemble.Predictions;
import convoy.evaluation.teacher.SoftLabels;
import convoy.evaluation.teacher.SoftLabelsJob;
import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.folder.RunFolder;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import convoy.preprocessing.augment.View;
import convoy.preprocessing.shard.MinibatchCut;
import convoy.preprocessing.shard.ShardRange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a student's run folder holds what its teacher says of the training split. It is
 * computed once, before the first round, so that a run that goes on needs its teacher no more.
 */
final class TeacherPhase {
  private static final Logger LOG = LoggerFactory.getLogger(TeacherPhase.class);

  private final JavaSparkContext spark;
  private final RunFolder run;
  private final ConvoyConfig config;
  private final Optional<String> named;

  /**
   * The teaching of a run.
   *
   * @param config with the number of workers resolved
   * @param named the run folder of the teacher, where the user names one
   */
  TeacherPhase(JavaSparkContext spark, RunFolder run, ConvoyConfig config, Optional<String> named) {
    this.spark = spark;
    this.run = run;
    this.config = config;
    this.named = named;
  }

  /** Whether a run that goes on has asked its teacher already. */
  private boolean asked() throws IOException {
    return run.resumes() && run.has(run.teacher());
  }

  private boolean taught() {
    return config.train().distillation().isPresent();
  }

  /**
   * Refuses a student without a teacher.
   *
   * @throws BadInputException if no teacher is named, and none was asked before
   */
  void requireNamed() throws IOException {
    if (taught() && named.isEmpty() && !asked()) {
      throw new BadInputException(
          "train.distil = %s needs a teacher: convoy train --teacher RUN"
              .formatted(config.train().distil()));
    }
  }

  /**
   * Reads the teacher and writes nothing yet.
   *
   * @return nothing where there is none, or it needs not be asked any more
   * @throws BadInputException as {@link Teacher#open} does; or if what was asked before is of
   *     another teacher or of other examples
   */
  Optional<Teacher> open(Inputs inputs) throws IOException {
    if (!taught()) {
      return Optional.empty();
    }
    if (asked()) {
      requireSame(stored(inputs));
      return Optional.empty();
    }
    return Optional.of(Teacher.open(named.orElseThrow(), inputs, config.evaluate().batch(), run));
  }

  private SoftLabels stored(Inputs inputs) throws IOException {
    SoftLabels labels = SoftLabels.open(run.teacher(), run.hadoop());
    labels.requireOf(
        inputs.identity().splitDigest(),
        inputs.identity().orderSeed(),
        inputs.shards().manifest().classNames().size(),
        config.train().workers());
    return labels;
  }

  private void requireSame(SoftLabels labels) throws IOException {
    if (named.isPresent()) {
      Path path = new Path(named.get());
      String teacher = path.getFileSystem(run.hadoop()).makeQualified(path).toString();
      if (!teacher.equals(labels.teacher().run())) {
        throw new BadInputException(
            "--teacher %s, but the run was begun with the teacher %s; a run that goes on keeps it"
                .formatted(named.get(), labels.teacher().run()));
      }
    }
  }

  /**
   * Asks the teacher, if it was opened, and keeps what it says.
   *
   * @return the inputs with it; as they are where there is no teacher
   */
  Inputs teach(Inputs inputs, Optional<Teacher> teacher) throws IOException {
    if (!taught()) {
      return inputs;
    }
    if (teacher.isPresent()) {
      ask(inputs, teacher.get());
    }
    return inputs.taughtBy(stored(inputs));
  }

  /** In the parts that the workers have, so that each finds its own. */
  private void ask(Inputs inputs, Teacher teacher) throws IOException {
    LOG.info(
        "asking the teacher {}: {} set(s) of parameters",
        teacher.run(),
        teacher.checkpoints().size());
    int most = Predictions.imagesAtOnce(teacher.network().spec());
    var blocks =
        inputs.blocks(spark, Split.TRAIN, new MinibatchCut(config.train().workers(), 1, most));
    List<Integer> all = IntStream.range(0, teacher.checkpoints().size()).boxed().toList();
    try (Predictions predictions =
        Predictions.toAskOnce(spark, blocks, List.of(teacher.network()), List.of(View.AS_IT_IS))) {
      SoftLabelsJob.run(
          spark,
          predictions,
          new SoftLabelsJob.Request(
              run.teacher(),
              Member.mean("teacher", all),
              new SoftLabels.Teacher(
                  teacher.run(),
                  teacher.checkpoints(),
                  inputs.identity().splitDigest(),
                  inputs.identity().orderSeed()),
              examples(inputs)));
    }
  }

  private List<Long> examples(Inputs inputs) {
    return inputs.shards().ranges(Split.TRAIN, config.train().workers()).stream()
        .map(ShardRange::count)
        .toList();
  }
}
