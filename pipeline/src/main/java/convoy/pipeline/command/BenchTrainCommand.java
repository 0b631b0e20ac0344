// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.bench.AveragingCost;
import convoy.pipeline.bench.PyTorchPeer;
import convoy.pipeline.bench.TrainBench;
import convoy.pipeline.session.ClusterSession;
import convoy.preprocessing.BadInputException;
import convoy.training.schedule.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code convoy bench train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Times parameter averaging against the same replicas alone, against Deeplearning4j's own"
          + " averaging on Spark, against Deeplearning4j as it comes, and on request against PyTorch, in"
          + " one run.",
      "The network is 'convnet' without dropout, the images are 32 x 32 x 3 of noise. A round's own"
          + " cost is everything but local steps: broadcast; load (replicas filled and copied out);"
          + " collect (scheduling, results on their way); average. wait is what a worker waits for the"
          + " slowest, a part of compute. What train.monitor costs is told"
          + " apart: how much longer a round takes that is looked at, and its share of training."
          + " Medians in milliseconds.",
      ""
    })
final class BenchTrainCommand implements Callable<Integer> {
  @Option(
      names = "--average-every",
      paramLabel = "H",
      split = ",",
      defaultValue = "16,4,1",
      description = "local steps in a round, measured one after the other; default: 16,4,1")
  private List<Integer> averageEvery;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      defaultValue = "256",
      description =
          "units of the dense layer: 256 make 1.1 million parameters, 6000 make 25 million;"
              + " default: 256")
  private int hidden;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "images in a minibatch; default: 64")
  private int batch;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "48",
      description = "local steps of each worker in one measurement; default: 48")
  private int steps;

  @Option(
      names = "--warm-ups",
      paramLabel = "N",
      defaultValue = "4",
      description = "measurements before those that count; default: 4")
  private int warmUps;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "5",
      description = "measurements that count; default: 5")
  private int repeats;

  @Option(
      names = "--spark-peer-repeats",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "measurements of Deeplearning4j's own averaging on Spark (convoy train --trainer dl4j)"
              + " that count; 0 leaves it out; default: 1")
  private int sparkPeerRepeats;

  @Option(
      names = "--peer-seconds",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "seconds that Deeplearning4j as it comes trains, in a process of its own; 0 leaves it out;"
              + " default: 20")
  private int peerSeconds;

  @Option(
      names = "--pytorch",
      paramLabel = "JAR",
      description =
          "also measures PyTorch on the same network, in a process of its own in every repeat, with"
              + " a thread for every worker; the jar is the one of pipeline/benchmarks")
  private Path pytorch;

  @Option(
      names = "--pytorch-seconds",
      paramLabel = "N",
      defaultValue = "6",
      description = "seconds that PyTorch trains in a repeat, after a warm-up; default: 6")
  private int pytorchSeconds;

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException {
    requireAtLeast(1, "--hidden", hidden);
    requireAtLeast(1, "--batch", batch);
    requireAtLeast(0, "--warm-ups", warmUps);
    requireAtLeast(1, "--repeats", repeats);
    requireAtLeast(0, "--spark-peer-repeats", sparkPeerRepeats);
    requireAtLeast(0, "--peer-seconds", peerSeconds);
    requireAtLeast(1, "--pytorch-seconds", pytorchSeconds);
    if (pytorch != null && !Files.isRegularFile(pytorch)) {
      throw new BadInputException(
          "--pytorch %s is no file; pipeline/benchmarks/README.md says how the jar is built"
              .formatted(pytorch));
    }
    if (averageEvery.stream().anyMatch(every -> every < 1 || every > steps)) {
      throw new BadInputException(
          "--average-every takes whole numbers from 1 to --steps, %s, not %s"
              .formatted(steps, averageEvery));
    }
    Sampling monitor = shared.config(List.of()).train().sampling();
    try (var spark = shared.spark()) {
      print(
          TrainBench.run(
              spark,
              new TrainBench.Options(
                  ClusterSession.replicas(spark),
                  averageEvery,
                  hidden,
                  batch,
                  steps,
                  warmUps,
                  repeats,
                  sparkPeerRepeats,
                  peerSeconds,
                  Optional.ofNullable(pytorch).map(jar -> new PyTorchPeer(jar, pytorchSeconds)))),
          monitor);
    }
    return 0;
  }

  private static void requireAtLeast(int least, String option, int value) {
    if (value < least) {
      throw new BadInputException("%s is at least %s, not %s".formatted(option, least, value));
    }
  }

  private void print(TrainBench.Findings found, Sampling monitor) throws IOException {
    Results results =
        new Results()
            .add("workers", found.workers())
            .add("parameters", found.parameters())
            .add("batch", batch)
            .add("replicasAloneImagesPerSecond", found.imagesPerSecond())
            .add("averaging", found.averaging().stream().map(this::row).toList());
    results.add("lookMillis", found.lookMillis());
    if (monitor.every() > 0) {
      AveragingCost last = found.averaging().get(averageEvery.size() - 1);
      double stepMillis = last.parts().totalMillis() / last.every();
      int steps = Math.max(monitor.every(), last.every()); // a round has one look at most
      results
          .add("lookShare", found.lookMillis() / (steps * stepMillis))
          .add(
              "lookShareOf",
              "averaging every %s, layers looked at once in %s local steps"
                  .formatted(last.every(), steps));
    }
    if (peerSeconds > 0) {
      results
          .add("peer", "Deeplearning4j's fit, helpers off, its own threads")
          .add("peerImagesPerSecond", found.peerImagesPerSecond())
          .add(
              "peerRatio", found.averaging().get(0).imagesPerSecond() / found.peerImagesPerSecond())
          .add("peerRatioOf", "averaging every " + found.averaging().get(0).every());
    }
    if (pytorch != null) {
      results
          .add("pytorchThreads", found.pytorchThreads())
          .add("pytorchImagesPerSecond", found.pytorch().imagesPerSecond())
          .add("pytorchRatio", found.pytorch().ratio())
          .add("pytorchRatioOf", "averaging every " + found.averaging().get(0).every());
    }
    shared.print(results);
  }

  private Map<String, Object> row(AveragingCost cost) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("averageEvery", cost.every());
    row.put("imagesPerSecond", cost.imagesPerSecond());
    row.put("ratio", cost.ratio());
    row.put("computeMillis", cost.parts().computeMillis());
    row.put("ownMillis", cost.ownMillis());
    row.put("leastOwnMillis", cost.leastOwnMillis());
    row.put("waitMillis", cost.waitMillis());
    row.put("broadcastMillis", cost.parts().broadcastMillis());
    row.put("loadMillis", cost.parts().loadMillis());
    row.put("collectMillis", cost.parts().collectMillis());
    row.put("averageMillis", cost.parts().averageMillis());
    if (sparkPeerRepeats > 0) {
      row.put("sparkPeerImagesPerSecond", cost.peerImagesPerSecond());
      row.put("sparkPeerRatio", cost.peerRatio());
    }
    return row;
  }
}
