// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.config.LearningRateConfig;
import convoy.pipeline.config.TrainConfig;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ShardRange;
import convoy.training.averaging.AveragingLoop;
import convoy.training.averaging.RunningAverage;
import convoy.training.averaging.TrainingListener;
import convoy.training.averaging.TrainingPlan;
import convoy.training.averaging.TrainingState;
import convoy.training.averaging.Workers;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.checkpoint.CheckpointInfo;
import convoy.training.checkpoint.Checkpoints;
import convoy.training.model.Optimization;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Validation;
import convoy.training.replica.BackendReport;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains: loads the splits onto the executors, runs the averaging loop, keeps checkpoints. */
public final class TrainPhase {
  private static final Logger LOG = LoggerFactory.getLogger(TrainPhase.class);

  private final JavaSparkContext spark;
  private final RunFolder run;
  private final ConvoyConfig config;
  private final Inputs inputs;
  private final TrainingPlan plan;
  private final Optimization optimization;
  private final ReplicaSpec spec;

  /**
   * A training into a run folder.
   *
   * @param config with the number of workers resolved
   */
  public TrainPhase(JavaSparkContext spark, RunFolder run, ConvoyConfig config, Inputs inputs) {
    this.spark = spark;
    this.run = run;
    this.config = config;
    this.inputs = inputs;
    this.plan = plan(config.train(), inputs);
    long idle = plan.examples().stream().filter(count -> count == 0).count();
    if (idle > 0) {
      LOG.warn("{} of {} workers hold no example", idle, config.train().workers());
    }
    this.optimization = optimization(config.train(), plan);
    this.spec = Networks.toTrain(config, inputs, optimization);
  }

  private static TrainingPlan plan(TrainConfig train, Inputs inputs) {
    List<Long> examples =
        inputs.shards().ranges(Split.TRAIN, train.workers()).stream()
            .map(ShardRange::count)
            .toList();
    return new TrainingPlan(examples, train.batch(), train.averageEvery(), train.epochs());
  }

  private static Optimization optimization(TrainConfig train, TrainingPlan plan) {
    LearningRateConfig rate = train.learningRate();
    return new Optimization(
        rate.initial(),
        rate.decay(),
        (long) rate.everyEpochs() * plan.stepsPerEpoch(),
        train.momentum());
  }

  /**
   * Trains to the last epoch, from the run folder's last checkpoint where there is one, on a
   * training split that was verified.
   *
   * @throws convoy.preprocessing.BadInputException if a shard of the validation split does not
   *     match its manifest
   * @throws convoy.training.averaging.DivergedException if the loss is no longer a number
   */
  public void train() throws IOException {
    var blocks = inputs.blocks(spark, Split.TRAIN, config.train().workers());
    try (Workers workers = new Workers(spark, blocks, spec);
        ValidationSplit validation =
            ValidationSplit.open(spark, inputs, config.train().workers(), spec)) {
      List<BackendReport> backends = workers.backends();
      backends.forEach(TrainPhase::log);
      run.write(run.provenance(), Provenance.toJson(provenance(backends)));
      train(workers, validation);
    }
  }

  private void train(Workers workers, ValidationSplit validation) throws IOException {
    Replica replica = new Replica(spec);
    TrainingState start = start(replica);
    if (start.epochs() < plan.epochs()) {
      // They speak of parameters that are about to change.
      run.remove(run.metrics());
      run.remove(run.report());
    }
    List<RoundRecord> history =
        HistoryFile.read(run).stream().filter(round -> round.round() <= start.rounds()).toList();
    try (Progress progress = Progress.onStandardError(plan, start.rounds())) {
      TrainingListener listener =
          TrainingListener.all(
              progress,
              new RunRecorder(run, replica, this::info, config.train().keepCheckpoints(), history));
      new AveragingLoop(workers, plan, optimization, validation, listener).run(start);
    }
  }

  /** The last checkpoint's state, or that of a new network. */
  private TrainingState start(Replica replica) throws IOException {
    Checkpoints checkpoints = run.checkpoints();
    if (!checkpoints.list().isEmpty()) {
      Checkpoints.Entry last = checkpoints.last();
      LOG.info("going on from {}", last.file());
      Checkpoint checkpoint = checkpoints.read(last);
      inputs.requireTrained(checkpoint.info());
      return checkpoint.state();
    }
    return new TrainingState(
        replica.parameters(),
        replica.updaterState(),
        RunningAverage.zero(config.train().runningAverage().decay(), replica.parameters().length),
        0,
        0,
        0);
  }

  private CheckpointInfo info(TrainingState state, Validation validation) {
    return new CheckpointInfo(
        CheckpointInfo.VERSION,
        Networks.settings(config, inputs, spec.preprocessor()),
        config.preprocess(),
        inputs.statistics().splitDigest(),
        config.seed(),
        state.epochs(),
        state.rounds(),
        state.globalStep(),
        Double.isNaN(validation.accuracy()) ? null : validation.accuracy(),
        state.average().decay(),
        state.average().weight());
  }

  private Map<String, Object> provenance(List<BackendReport> backends) throws IOException {
    Map<String, Object> provenance = new LinkedHashMap<>(Provenance.versions(spark.version()));
    provenance.put("master", spark.master());
    provenance.put("seed", config.seed());
    provenance.put("source", inputs.shards().manifest().origin().source());
    provenance.put("shards", run.relative(inputs.shardPath()));
    provenance.put("statistics", run.relative(inputs.statisticsPath()));
    provenance.put("trainDigest", inputs.statistics().splitDigest());
    provenance.put("workers", config.train().workers());
    provenance.put("executors", backends);
    return provenance;
  }

  private static void log(BackendReport backend) {
    if (backend.fastPath()) {
      LOG.info(backend.line());
    } else {
      LOG.warn(backend.line());
    }
  }
}
