// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.teacher.SoftLabels;
import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.config.TrainConfig;
import convoy.pipeline.folder.FaultFile;
import convoy.pipeline.folder.HistoryFile;
import convoy.pipeline.folder.MemberFolders;
import convoy.pipeline.folder.Provenance;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.folder.SampleFiles;
import convoy.pipeline.session.Build;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.Manifest;
import convoy.preprocessing.shard.ShardRange;
import convoy.training.averaging.AveragingLoop;
import convoy.training.averaging.DivergedException;
import convoy.training.averaging.Trainer;
import convoy.training.averaging.TrainingListener;
import convoy.training.averaging.TrainingPlan;
import convoy.training.averaging.TrainingState;
import convoy.training.averaging.Workers;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.checkpoint.CheckpointInfo;
import convoy.training.checkpoint.Checkpoints;
import convoy.training.deeplearning4j.PeerTrainer;
import convoy.training.model.Models;
import convoy.training.monitor.Fault;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Validation;
import convoy.training.replica.BackendReport;
import convoy.training.replica.MemberSeeds;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaSpec;
import convoy.training.schedule.SyncSchedule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains: loads the splits onto the executors, runs the averaging loop, keeps checkpoints. */
final class TrainPhase {
  private static final Logger LOG = LoggerFactory.getLogger(TrainPhase.class);

  private final JavaSparkContext spark;
  private final RunFolder run;
  private final ConvoyConfig config;
  private final Inputs inputs;
  private final TrainingPlan plan;
  private final ReplicaSpec spec;
  private final ReplicaSpec learning;

  /**
   * A training into a run folder.
   *
   * @param config with the number of workers resolved
   */
  TrainPhase(JavaSparkContext spark, RunFolder run, ConvoyConfig config, Inputs inputs) {
    this.spark = spark;
    this.run = run;
    this.config = config;
    this.inputs = inputs;
    this.plan = plan(config.train(), inputs);
    long idle = plan.examples().stream().filter(count -> count == 0).count();
    if (idle > 0) {
      LOG.warn("{} of {} workers hold no example", idle, config.train().workers());
    }
    this.spec = Networks.toTrain(config, inputs);
    this.learning = Networks.toLearn(config, inputs, spec);
  }

  private static TrainingPlan plan(TrainConfig train, Inputs inputs) {
    List<Long> examples =
        inputs.shards().ranges(Split.TRAIN, train.workers()).stream()
            .map(ShardRange::count)
            .toList();
    int stepsPerEpoch = TrainingPlan.stepsPerEpoch(examples, train.batch());
    return new TrainingPlan(
        examples,
        train.batch(),
        train.learningRate().rate(stepsPerEpoch, train.epochs(), train.workers()),
        train.learningRate().plateauRule(),
        train.byDeeplearning4j() ? new SyncSchedule.Every(stepsPerEpoch) : train.syncSchedule(),
        train.outerOptimizer(),
        train.divergedAt(),
        train.sampling(),
        train.validateWhen(),
        train.stopWhen());
  }

  /** Whether a checkpoint is of a training that has come to its end by these settings. */
  boolean isOver(Checkpoint checkpoint) {
    return plan.isOver(checkpoint.state());
  }

  /**
   * The last checkpoint that can be read, if there is one. Later ones, which are damaged, are put
   * aside and on record.
   *
   * @throws convoy.preprocessing.BadInputException if there are checkpoints and none can be read
   */
  Optional<Checkpoint> recover() throws IOException {
    Checkpoints checkpoints = run.checkpoints();
    List<String> unread = names(checkpoints);
    if (unread.isEmpty()) {
      return Optional.empty();
    }
    Checkpoint last = checkpoints.lastReadable();
    unread.removeAll(names(checkpoints));
    int round = last.state().position().rounds();
    FaultFile.add(
        run,
        unread.stream()
            .map(name -> FaultFile.now(round, Fault.Kind.CHECKPOINT_DAMAGED, name))
            .toList());
    return Optional.of(last);
  }

  private static List<String> names(Checkpoints checkpoints) throws IOException {
    return new ArrayList<>(checkpoints.list().stream().map(Checkpoints.Entry::name).toList());
  }

  /**
   * Trains to the last epoch, from the run folder's last checkpoint where there is one, on a
   * training split that was verified.
   *
   * @param name of what is trained, for who watches; empty for a run that is alone
   * @throws convoy.preprocessing.BadInputException if a shard of the validation split does not
   *     match its manifest
   * @throws convoy.training.averaging.DivergedException if the loss is no longer a number
   */
  void train(String name) throws IOException {
    var blocks = inputs.blocksToTrain(spark, config.train().workers());
    // Validation asks the replicas that train, which are there already: no answer knows its loss.
    try (Workers workers = new Workers(spark, blocks, learning);
        ValidationSplit validation = ValidationSplit.open(spark, inputs, config, learning)) {
      List<BackendReport> backends = workers.backends();
      LOG.info("{} worker(s) train on {} executor(s)", config.train().workers(), backends.size());
      backends.forEach(TrainPhase::log);
      if (backends.stream().map(BackendReport::arithmetic).distinct().count() > 1) {
        LOG.warn(
            "executors compute in different ways (processor, backend, helper): whichever trains a"
                + " worker decides its last bits, and the run cannot be repeated bit for bit");
      }
      long onDisk = workers.bytesOnDisk();
      if (onDisk > 0) {
        LOG.warn(
            "{} kB of decoded training images do not fit in the executors' memory, and are read from"
                + " their disks in every round; spark.executor.memory (CONVOY_MEMORY in local mode)"
                + " gives them more",
            onDisk / 1000);
      }
      if (config.train().byDeeplearning4j()) {
        int every = config.train().averageEvery();
        try (var peer = new PeerTrainer(spark, blocks, spec, plan.examples(), every)) {
          train(name, peer, validation, backends);
        }
      } else {
        train(name, workers, validation, backends);
      }
    }
  }

  private void train(
      String name, Trainer trainer, ValidationSplit validation, List<BackendReport> backends)
      throws IOException {
    try (Replica replica = Replica.ofDeeplearning4j(spec)) {
      TrainingState start = start(replica);
      int rounds = start.position().rounds();
      if (run.has(run.underway())) {
        FaultFile.add(run, List.of(FaultFile.now(rounds, Fault.Kind.RESUMED, "")));
      }
      run.write(run.underway(), "");
      run.write(run.provenance(), Provenance.toJson(provenance(backends, rounds)));
      List<RoundRecord> history =
          HistoryFile.read(run).stream().filter(round -> round.round() <= rounds).toList();
      try (FaultRecorder faults = FaultRecorder.listen(spark.sc(), run, rounds);
          TrainingProgress progress =
              TrainingProgress.onStandardError(
                  name, plan, config.train().epochs(), start.position())) {
        RunRecorder recorder =
            new RunRecorder(
                run,
                replica,
                this::info,
                config.train(),
                history,
                SampleFiles.read(run).upTo(rounds));
        TrainingListener listener =
            TrainingListener.all(
                progress,
                recorder,
                faults,
                guessWatch(),
                new DeadUnitWatch(),
                new ReportWriter(run, config.train().reportWhen()));
        try {
          new AveragingLoop(trainer, plan, validation, listener).run(start);
          run.remove(run.underway());
        } catch (DivergedException e) {
          try {
            recorder.writeHistory(); // the curve shows how it came to that
          } catch (IOException noCurve) {
            e.addSuppressed(noCurve);
          }
          throw e.withAdvice(DivergenceAdvice.of(config));
        }
      }
    }
  }

  /** Silent where nothing is held back to validate by. */
  private TrainingListener guessWatch() {
    Manifest manifest = inputs.shards().manifest();
    return manifest.has(Split.VALIDATION)
        ? new GuessWatch(manifest.split(Split.VALIDATION))
        : end -> {};
  }

  /** The state of the last checkpoint that can be read, or that of a new network. */
  private TrainingState start(Replica replica) throws IOException {
    Optional<Checkpoint> last = recover();
    if (last.isPresent()) {
      TrainingState state = last.get().state();
      LOG.info(
          "going on after {} epochs and {} rounds",
          state.position().epochs(),
          state.position().rounds());
      inputs.requireSameOrder(last.get().info());
      last.get()
          .info()
          .requireOf(
              Networks.settings(config, inputs, spec.preprocessor()), config.train().workers());
      return state;
    }
    return TrainingState.start(
        replica.parameters(), config.train().runningAverage().settings(), config.train().workers());
  }

  private CheckpointInfo info(TrainingState state, Validation validation) {
    return CheckpointInfo.of(
        state,
        Networks.settings(config, inputs, spec.preprocessor()),
        config.preprocess(),
        inputs.identity(),
        spec,
        validation);
  }

  /**
   * What trains now, and what trained the rounds until here.
   *
   * @param rounds that are done
   */
  private Map<String, Object> provenance(List<BackendReport> backends, int rounds)
      throws IOException {
    Map<String, Object> provenance = new LinkedHashMap<>(Build.versions(spark.version()));
    provenance.put("master", spark.master());
    provenance.put("seed", config.seed());
    int members = Math.max(config.train().members(), run.lastMember());
    if (members > 1) {
      provenance.put("memberSeeds", MemberSeeds.of(config.seed(), members));
    }
    provenance.put("source", inputs.shards().manifest().origin().source());
    provenance.put("shards", MemberFolders.relative(run, inputs.shardPath()));
    provenance.put("statistics", MemberFolders.relative(run, inputs.statisticsPath()));
    provenance.put("trainDigest", inputs.statistics().splitDigest());
    Manifest.LeftOut leftOut = inputs.shards().manifest().leftOut();
    provenance.put("rejected", leftOut.unusable());
    provenance.put("leaks", leftOut.leaks());
    provenance.put("dropped", leftOut.dropped());
    provenance.put("loss", loss());
    inputs.softLabels().ifPresent(labels -> provenance.put("teacher", said(labels)));
    provenance.put("workers", config.train().workers());
    provenance.put("executors", backends);
    provenance.put(Provenance.AFTER_ROUND, rounds);
    if (rounds > 0) {
      String where = run.provenance().toString();
      run.read(run.provenance())
          .map(written -> Provenance.before(rounds, written, where))
          .ifPresent(before -> provenance.put(Provenance.BEFORE, before));
    }
    return provenance;
  }

  private String loss() {
    String plain = Models.loss(config.model().name());
    return config
        .train()
        .distillation()
        .map(
            loss ->
                "%s with labels and a teacher's softened probabilities: temperature=%s share=%s"
                    .formatted(plain, loss.temperature(), loss.share()))
        .orElse(plain);
  }

  private static Map<String, Object> said(SoftLabels labels) {
    Map<String, Object> teacher = new LinkedHashMap<>();
    teacher.put("run", labels.teacher().run());
    teacher.put("checkpoints", labels.teacher().checkpoints());
    teacher.put("probabilities", labels.digest());
    return teacher;
  }

  private static void log(BackendReport backend) {
    if (backend.fastPath()) {
      LOG.info(backend.line());
    } else {
      LOG.warn(backend.line());
    }
  }
}
