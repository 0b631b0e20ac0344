// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import convoy.preprocessing.augment.AugmentPlan;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.averaging.AveragingLoop;
import convoy.training.averaging.OuterOptimizer;
import convoy.training.averaging.ParameterAverages;
import convoy.training.averaging.Trainer;
import convoy.training.averaging.TrainingPlan;
import convoy.training.averaging.TrainingState;
import convoy.training.averaging.Workers;
import convoy.training.deeplearning4j.PeerTrainer;
import convoy.training.monitor.Validation;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaSpec;
import convoy.training.replica.UpdaterStatePolicy;
import convoy.training.schedule.LearningRate;
import convoy.training.schedule.Plateau;
import convoy.training.schedule.Sampling;
import convoy.training.schedule.SyncSchedule;
import convoy.training.schedule.Trigger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The averaging loop against the same replicas alone, which cost nothing but computing, against
 * Deeplearning4j's own averaging on Spark with the same helpers on, against PyTorch, and against
 * Deeplearning4j as it comes. Each averaging period takes the same local steps on the same images
 * as the replicas alone just before and just after it, several times over, so that a machine that
 * slows down slows both; PyTorch, which trains for a time, has its turn in each repeat. Everything
 * that is repeated is warmed up first, with rounds of one step: Spark's scheduling is Java that
 * runs a few times a round, and takes some hundred rounds to be compiled.
 */
public final class TrainBench {
  private static final Logger LOG = LoggerFactory.getLogger(TrainBench.class);
  private static final long SEED = 1;

  private final JavaSparkContext spark;
  private final Options options;
  private final ReplicaSpec spec;
  private final List<ImageBlock> blocks;
  private final TrainingState start;

  /**
   * How much is measured.
   *
   * @param workers replicas side by side, at least 1
   * @param averageEvery averaging periods H, each at least 1 and at most {@code steps}
   * @param hidden units of the network's dense layer
   * @param batch images in a minibatch
   * @param steps local steps of every worker in one measurement
   * @param warmUps that precede the measurements, of Convoy and of Deeplearning4j's averaging alike
   * @param repeats of every measurement
   * @param sparkPeerRepeats of Deeplearning4j's averaging on Spark; 0 for not at all
   * @param peerSeconds that Deeplearning4j as it comes trains; 0 for not at all
   * @param pytorch what is measured in every repeat beside the first averaging period
   */
  public record Options(
      int workers,
      List<Integer> averageEvery,
      int hidden,
      int batch,
      int steps,
      int warmUps,
      int repeats,
      int sparkPeerRepeats,
      int peerSeconds,
      Optional<PyTorchPeer> pytorch) {}

  /**
   * What was found.
   *
   * @param workers replicas side by side
   * @param parameters of the network
   * @param imagesPerSecond of the replicas alone, all together; median
   * @param averaging Convoy with each averaging period
   * @param lookMillis that a round takes longer in which the layers are looked at, with the last
   *     averaging period; median
   * @param peerImagesPerSecond Deeplearning4j as it comes; NaN where it was not measured
   * @param pytorchThreads that PyTorch had: one for every worker, but no more than cores here
   * @param pytorch beside the first averaging period
   */
  public record Findings(
      int workers,
      int parameters,
      double imagesPerSecond,
      List<AveragingCost> averaging,
      double lookMillis,
      double peerImagesPerSecond,
      int pytorchThreads,
      PeerSpeed pytorch) {}

  private TrainBench(JavaSparkContext spark, Options options) {
    this.spark = spark;
    this.options = options;
    this.spec =
        new ReplicaSpec(
            UUID.randomUUID().toString(),
            BenchNetwork.configuration(options.hidden(), SEED).toJson(),
            AugmentPlan.NONE,
            BenchNetwork.preprocessor(),
            BenchNetwork.INPUT,
            BenchNetwork.CLASSES,
            options.batch(),
            UpdaterStatePolicy.AVERAGE,
            SEED);
    this.blocks = new ArrayList<>();
    for (int worker = 0; worker < options.workers(); worker++) {
      blocks.add(BenchNetwork.noise(worker, options.steps() * options.batch()));
    }
    try (Replica initial = new Replica(spec)) {
      this.start =
          TrainingState.start(
              initial.parameters(),
              new ParameterAverages.Settings(0.99, Integer.MAX_VALUE, 1),
              blocks.size());
    }
  }

  /**
   * Measures.
   *
   * @param spark in local mode, replicas alone are threads of this process; on a cluster, tasks
   * @throws IOException if a peer that is in a process of its own fails
   */
  public static Findings run(JavaSparkContext spark, Options options) throws IOException {
    double peer =
        options.peerSeconds() == 0
            ? Double.NaN
            : Deeplearning4jPeer.measure(options.hidden(), options.batch(), options.peerSeconds());
    return new TrainBench(spark, options).measure(peer);
  }

  private Findings measure(double peer) throws IOException {
    Ceiling ceiling = new Ceiling(spec, blocks, start.parameters(), options.steps());
    List<List<AveragingCost.Measured>> averaging = new ArrayList<>();
    options.averageEvery().forEach(every -> averaging.add(new ArrayList<>()));
    List<Double> looks = new ArrayList<>();
    List<PeerSpeed.Pair> pytorch = new ArrayList<>();
    JavaRDD<ImageBlock> rdd = onWorkers();
    try (Workers workers = new Workers(spark, rdd, spec)) {
      for (int repeat = 1 - options.warmUps(); repeat <= options.repeats(); repeat++) {
        boolean counts = repeat > 0;
        LOG.info(
            counts ? "measurement {} of {}" : "warm-up {} of {}",
            counts ? repeat : repeat + options.warmUps(),
            counts ? options.repeats() : options.warmUps());
        for (int i = 0; i < averaging.size(); i++) {
          int every = options.averageEvery().get(i);
          double before = alone(ceiling, workers);
          List<AveragingCost.Round> rounds = new ArrayList<>();
          double own = imagesPerSecond(workers, plan(counts ? every : 1, Sampling.NONE), rounds);
          double after = alone(ceiling, workers);
          if (i == averaging.size() - 1) {
            double look = lookMillis(workers, every, rounds);
            if (counts) {
              looks.add(look);
            }
          }
          boolean beside = options.sparkPeerRepeats() > 0 && repeat <= options.sparkPeerRepeats();
          double peerSpeed = beside ? byDeeplearning4j(rdd, every) : Double.NaN;
          if (counts) {
            averaging.get(i).add(new AveragingCost.Measured(own, before, after, peerSpeed, rounds));
          }
          if (counts && i == 0 && options.pytorch().isPresent()) {
            pytorch.add(new PeerSpeed.Pair(own, byPyTorch(options.pytorch().get())));
          }
        }
      }
    }
    return findings(averaging, Stopwatch.median(looks), peer, PeerSpeed.of(pytorch));
  }

  private Findings findings(
      List<List<AveragingCost.Measured>> averaging,
      double lookMillis,
      double peer,
      PeerSpeed pytorch) {
    List<AveragingCost> costs = new ArrayList<>();
    for (int i = 0; i < averaging.size(); i++) {
      costs.add(AveragingCost.of(options.averageEvery().get(i), averaging.get(i)));
    }
    return new Findings(
        blocks.size(),
        start.parameters().length,
        Stopwatch.median(
            averaging.stream().flatMap(List::stream).map(AveragingCost.Measured::alone).toList()),
        costs,
        lookMillis,
        peer,
        threads(),
        pytorch);
  }

  /**
   * Images a second of replicas alone. Where they are in processes of their own: all local steps in
   * one round, of which only computing counts.
   */
  private double alone(Ceiling ceiling, Workers workers) {
    if (spark.isLocal()) {
      return ceiling.imagesPerSecond();
    }
    List<AveragingCost.Round> rounds = new ArrayList<>();
    imagesPerSecond(workers, plan(options.steps(), Sampling.NONE), rounds);
    return blocks.size()
        * options.steps()
        * options.batch()
        / (rounds.get(0).cost().computeMillis() / 1e3);
  }

  /** The same images, drawn where they are used: Spark would send others along in every round. */
  private JavaRDD<ImageBlock> onWorkers() {
    int images = options.steps() * options.batch();
    List<Integer> numbers = IntStream.range(0, blocks.size()).boxed().toList();
    return spark
        .parallelize(numbers, numbers.size())
        .map(worker -> BenchNetwork.noise(worker, images));
  }

  /** Images per second of Deeplearning4j's own averaging on the same images. */
  private double byDeeplearning4j(JavaRDD<ImageBlock> rdd, int every) {
    TrainingPlan epoch = plan(options.steps(), Sampling.NONE);
    try (var peer = new PeerTrainer(spark, rdd, spec, epoch.examples(), every)) {
      return imagesPerSecond(peer, epoch, new ArrayList<>());
    }
  }

  private double byPyTorch(PyTorchPeer peer) throws IOException {
    return peer.imagesPerSecond(
        options.hidden(), options.batch(), threads(), start.parameters().length);
  }

  /** As much of this machine as Convoy's workers have. */
  private int threads() {
    return Math.min(blocks.size(), Runtime.getRuntime().availableProcessors());
  }

  /** One epoch, averaged every so many local steps. */
  private TrainingPlan plan(int every, Sampling sampling) {
    return new TrainingPlan(
        blocks.stream().map(block -> (long) block.count()).toList(),
        options.batch(),
        new LearningRate.Constant(BenchNetwork.LEARNING_RATE),
        Plateau.NONE,
        new SyncSchedule.Every(every),
        new OuterOptimizer.Average(),
        Double.MAX_VALUE,
        sampling,
        new Trigger.Epochs(1),
        new Trigger.MaxEpochs(1));
  }

  /** How much longer rounds take whose layers are looked at than those just before. */
  private double lookMillis(Workers workers, int every, List<AveragingCost.Round> rounds) {
    List<AveragingCost.Round> watched = new ArrayList<>();
    imagesPerSecond(workers, plan(every, Sampling.steps(1)), watched);
    return medianMillis(watched) - medianMillis(rounds);
  }

  private static double medianMillis(List<AveragingCost.Round> rounds) {
    return Stopwatch.median(rounds.stream().map(round -> round.cost().totalMillis()).toList());
  }

  /** Images per second of one epoch of the loop, whose rounds' costs are added to a list. */
  private double imagesPerSecond(
      Trainer trainer, TrainingPlan plan, List<AveragingCost.Round> rounds) {
    AveragingLoop loop =
        new AveragingLoop(
            trainer,
            plan,
            parameters -> Validation.NONE,
            end ->
                rounds.add(
                    new AveragingCost.Round(end.record().cost(), end.record().waitMillis())));
    double seconds = Stopwatch.seconds(() -> loop.run(start));
    return plan.examples().stream().mapToLong(count -> count).sum() / seconds;
  }
}
