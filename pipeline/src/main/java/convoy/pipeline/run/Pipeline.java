// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.metric.MemberMetrics;
import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.folder.PhaseTimes;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.folder.TestReadings;
import convoy.pipeline.session.ClusterSession;
import convoy.pipeline.session.GpuCheck;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.source.ListedSource;
import convoy.preprocessing.source.Source;
import convoy.preprocessing.source.Sources;
import convoy.preprocessing.statistics.Statistics;
import convoy.preprocessing.statistics.StatisticsFolder;
import convoy.preprocessing.statistics.StatisticsJob;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run from raw data to report: calls the phases one after the other and takes their time. */
public final class Pipeline {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final JavaSparkContext spark;
  private final RunFolder run;
  private final ConvoyConfig config;
  private final PhaseTimes times;

  /**
   * A run into that folder; a number of workers left to Convoy is settled here.
   *
   * @throws BadInputException if Spark has GPUs that this build cannot use or would leave idle
   */
  public Pipeline(JavaSparkContext spark, RunFolder run, ConvoyConfig config) {
    this.spark = spark;
    this.run = run;
    this.config =
        config.train().workers() > 0 ? config : config.withWorkers(ClusterSession.replicas(spark));
    this.times = new PhaseTimes(run);
    GpuCheck.require(spark, config.train().allowCpuFallback());
  }

  /**
   * Shards, statistics, training, evaluation and report. A run that goes on keeps what it has.
   *
   * @return what was measured on the validation split; nothing where there is none
   * @throws convoy.preprocessing.BadInputException if an input cannot be used
   */
  public List<MemberMetrics> everything() throws IOException {
    TeacherPhase teacher = new TeacherPhase(spark, run, config, Optional.empty());
    teacher.requireNamed();
    Inputs inputs = inputs();
    inputs.shards().verify(spark, Split.TRAIN);
    trainIntoFolder(teacher.teach(inputs, teacher.open(inputs)));
    List<MemberMetrics> members = List.of();
    if (inputs.shards().manifest().has(config.evaluate().split())) {
      members = evaluate(inputs);
    } else {
      LOG.warn("no {} split: nothing was evaluated", config.evaluate().on());
    }
    report();
    return members;
  }

  /** What a run that goes on was begun with, or the run's own shards and statistics. */
  private Inputs inputs() throws IOException {
    if (run.resumes() && run.has(run.provenance())) {
      run.create(config);
      return Inputs.of(run);
    }
    Source source = Sources.parse(config.source());
    Networks.check(config, source.elements());
    if (!run.resumes() || !run.has(run.shards())) {
      ListedSource listed = ListedSource.of(source, spark.hadoopConfiguration());
      Networks.requireClasses(listed.classNames(), config.source());
      source = listed;
    }
    run.create(config);
    boolean prepared = false;
    try {
      Inputs inputs = prepare(source);
      Networks.fit(config, inputs);
      prepared = true;
      run.forgetReplaced();
      return inputs;
    } finally {
      // No catch: Spark throws checked exceptions that it does not declare.
      if (!prepared && run.giveUp()) {
        LOG.info("{} keeps the finished shards: go on with --resume", run.path());
      }
    }
  }

  private Inputs prepare(Source source) throws IOException {
    if (!run.has(run.shards())) {
      time("shard", () -> DataPhases.shard(spark, config, source, run.shards(), false));
    }
    ShardFolder shards = ShardFolder.open(run.shards(), spark.hadoopConfiguration());
    LOG.info("found {}", FoundData.line(shards.manifest()));
    ImageShape shape = shards.shape(config.imageSize());
    var request = new StatisticsJob.Request(shape, List.of(), config.components(shape));
    if (run.has(run.statistics()) && !request.describes(readStatistics())) {
      // The run was begun with other settings and goes on with these.
      run.remove(run.statistics());
    }
    if (!run.has(run.statistics())) {
      time("stats", () -> DataPhases.statistics(spark, shards, request, run.statistics(), false));
    }
    return Inputs.open(run.shards(), run.statistics(), spark.hadoopConfiguration());
  }

  private Statistics readStatistics() throws IOException {
    return new StatisticsFolder(run.statistics(), spark.hadoopConfiguration()).read();
  }

  /**
   * Training alone, on shards and statistics from elsewhere.
   *
   * @throws BadInputException if they lie in the run folder that is to be replaced, or a shard does
   *     not match its manifest
   */
  public void train(Inputs inputs) throws IOException {
    train(inputs, Optional.empty());
  }

  /**
   * The same as a student, where the settings say how it learns.
   *
   * @param named the run folder of the teacher; a run that goes on needs none
   * @throws BadInputException as {@link #train(Inputs)} does; or if there is no teacher and there
   *     should be one, or it was trained on something else
   */
  public void train(Inputs inputs, Optional<String> named) throws IOException {
    if (!run.resumes()
        && (run.contains(inputs.shardPath()) || run.contains(inputs.statisticsPath()))) {
      throw new BadInputException(
          "the run folder %s holds the shards or statistics to train on; name another"
              .formatted(run.path()));
    }
    Networks.fit(config, inputs);
    TeacherPhase phase = new TeacherPhase(spark, run, config, named);
    phase.requireNamed();
    Optional<Teacher> teacher = phase.open(inputs);
    inputs.shards().verify(spark, Split.TRAIN);
    run.create(config);
    run.forgetReplaced();
    trainIntoFolder(
        teacher.isEmpty()
            ? phase.teach(inputs, teacher)
            : timeMore("teacher", () -> phase.teach(inputs, teacher)));
  }

  private void trainIntoFolder(Inputs inputs) throws IOException {
    MemoryUse use = trainingMemory(inputs);
    int members = config.train().members();
    timeMore(
        "train",
        () ->
            use.explain(
                () -> {
                  new TrainPhase(spark, run, config, inputs).train(MembersPhase.name(1, members));
                  return null;
                }));
    if (members > 1) {
      timeMore(
          "members",
          () ->
              use.explain(
                  () -> {
                    new MembersPhase(spark, run, config, inputs).train();
                    return null;
                  }));
    }
  }

  private MemoryUse trainingMemory(Inputs inputs) {
    return new MemoryUse(
        "training %s with %s workers, minibatches of %s images of %s"
            .formatted(
                config.model().name(),
                config.train().workers(),
                config.train().batch(),
                inputs.statistics().shape()),
        "lower train.batch, train.workers, model.hidden or imageSize in another run; this one goes"
            + " on with --resume from its last checkpoint");
  }

  /** Evaluation alone, on the split of the settings. */
  public List<MemberMetrics> evaluate(Inputs inputs) throws IOException {
    return evaluate(inputs, RunsBeside.NONE);
  }

  /** The same, with other runs beside this one. */
  public List<MemberMetrics> evaluate(Inputs inputs, RunsBeside beside) throws IOException {
    var phase = new EvaluatePhase(spark, run, config, inputs, beside);
    return time("evaluate", () -> evaluationMemory().explain(phase::evaluate));
  }

  private MemoryUse evaluationMemory() {
    return new MemoryUse(
        "evaluating %s, %s images at a time in every task"
            .formatted(config.model().name(), config.evaluate().batch()),
        "lower evaluate.batch");
  }

  /** Evaluation on the test split; nothing else reads it. */
  public List<MemberMetrics> evaluateOnTest(Inputs inputs, RunsBeside beside) throws IOException {
    var phase = new EvaluatePhase(spark, run, config, inputs, beside);
    return time("evaluate", () -> evaluationMemory().explain(phase::evaluateOnTest));
  }

  /**
   * Says of images what they show; nothing is written into the run folder.
   *
   * @throws BadInputException if the run, the images or the place for the rows cannot be used
   */
  public PredictPhase.Answered predict(PredictPhase.Request request) throws IOException {
    return named("predict", () -> new PredictPhase(spark, run, config).predict(request));
  }

  /** How often the test split was read. */
  public int testReadings() throws IOException {
    return TestReadings.read(run).size();
  }

  private void report() throws IOException {
    time(
        "report",
        () -> {
          ReportPhase.write(run);
          return null;
        });
  }

  private <T> T time(String phase, PhaseTimes.Phase<T> work) throws IOException {
    return times.time(phase, () -> named(phase, work));
  }

  private <T> T timeMore(String phase, PhaseTimes.Phase<T> work) throws IOException {
    return times.timeMore(phase, () -> named(phase, work));
  }

  /** Spark's pages and its event log say which phase of which run a job belongs to. */
  private <T> T named(String phase, PhaseTimes.Phase<T> work) throws IOException {
    spark.sc().setJobDescription(phase + " " + run.path().getName());
    try {
      return work.run();
    } finally {
      spark.sc().setJobDescription(null);
    }
  }
}
