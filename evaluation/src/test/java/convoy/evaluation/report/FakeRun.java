// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.metric.ClassificationMetrics;
import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.picture.Filters;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.Split;
import convoy.training.monitor.RoundCost;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Reports for tests: one as a CIFAR-10 run would leave it, one in which everything is empty, and
 * what lies between.
 */
final class FakeRun {
  static final List<String> CIFAR10 =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private FakeRun() {}

  static RunReport empty() {
    return new RunReport(
        new RunReport.Origin("", Map.of(), Map.of()),
        RunReport.Training.NONE,
        RunReport.Results.NONE);
  }

  /** A report of these parts and no others, whose class 0 has no name. */
  static RunReport of(
      List<RoundRecord> history, List<MemberMetrics> members, Map<String, Double> phaseSeconds) {
    return new RunReport(
        new RunReport.Origin("t", Map.of(), phaseSeconds),
        new RunReport.Training(history, Samples.NONE, Optional.empty(), Optional.empty()),
        new RunReport.Results(members, 0, List.of("", "dog"), List.of()));
  }

  /** A report of these rounds and nothing else. */
  static RunReport ofHistory(RoundRecord... history) {
    return of(List.of(history), List.of(), Map.of());
  }

  /** A report of this member and nothing else. */
  static RunReport of(MemberMetrics member) {
    return of(List.of(), List.of(member), Map.of());
  }

  /** A report of one member with these counts and nothing else. */
  static RunReport of(ClassificationMetrics metrics) {
    return of(MemberMetrics.of("m", Split.VALIDATION, metrics));
  }

  /** A report of these samples and nothing else. */
  static RunReport of(Samples samples) {
    return new RunReport(
        new RunReport.Origin("t", Map.of(), Map.of()),
        new RunReport.Training(List.of(), samples, Optional.empty(), Optional.empty()),
        RunReport.Results.NONE);
  }

  static RunReport cifar10() {
    return new RunReport(
        new RunReport.Origin("CIFAR-10, residual network, 4 workers", provenance(), phases()),
        new RunReport.Training(
            history(40, 25),
            FakeSamples.convnet(1_000, 4),
            Optional.of(filters(64, new ImageShape(3, 5, 5))),
            Optional.of(FakePreprocessing.pictures(new ImageShape(3, 32, 32), 144, 49))),
        new RunReport.Results(members(), 1, CIFAR10, Collections.nCopies(10, 4_500L)));
  }

  /** The same with every name and text from outside being that one, and images left out. */
  static RunReport named(String text) {
    MemberMetrics member =
        new MemberMetrics(text, Split.TEST, 3, 1.0 / 3, 1, 1, new long[][] {{1, 2}, {0, 0}});
    return new RunReport(
        new RunReport.Origin(text, Map.of(text, text), Map.of(text, 1.0)),
        new RunReport.Training(
            history(1, 2),
            FakeSamples.of(FakeSamples.layer(text)),
            Optional.empty(),
            Optional.empty()),
        new RunReport.Results(
            List.of(member.madeOf(List.of(text))), 2, List.of(text, "dog"), List.of(1L, 2L)));
  }

  static List<MemberMetrics> members() {
    return List.of(
        member("final", Split.VALIDATION, 5_000, 0.921),
        member("best-validation", Split.VALIDATION, 5_000, 0.924),
        member("running-average", Split.VALIDATION, 5_000, 0.934),
        member("ensemble of 3 checkpoints", Split.VALIDATION, 5_000, 0.931),
        member("running-average", Split.TEST, 10_000, 0.931),
        member("from-scratch (failed)", Split.VALIDATION, 0, 0));
  }

  /** Mistakes lie near the diagonal, and between cats and dogs. */
  static MemberMetrics member(String name, Split split, long count, double accuracy) {
    long[][] confusion = new long[10][10];
    long each = count / 10;
    long right = 0;
    for (int i = 0; i < 10; i++) {
      confusion[i][i] = Math.round(each * (i == 3 || i == 5 ? accuracy - 0.08 : accuracy + 0.02));
      long wrong = each - confusion[i][i];
      int twin = i == 3 ? 5 : i == 5 ? 3 : (i + 1) % 10;
      confusion[i][twin] += wrong - wrong / 3;
      confusion[i][(i + 4) % 10] += wrong / 3;
      right += confusion[i][i];
    }
    double top1 = count == 0 ? 0 : (double) right / count;
    return new MemberMetrics(
        name, split, count, top1, count == 0 ? 0 : 0.9971, 2.9 * (1 - top1), confusion);
  }

  static List<RoundRecord> history(int epochs, int roundsAnEpoch) {
    Random random = new Random(1);
    List<RoundRecord> history = new ArrayList<>();
    int rounds = epochs * roundsAnEpoch;
    for (int round = 1; round <= rounds; round++) {
      double done = (double) round / rounds;
      double rate = done < 0.05 ? 2 * done : 0.05 * (1 + Math.cos(Math.PI * done));
      double loss = 2.2 * Math.exp(-5 * done) + 0.08 + 0.05 * random.nextGaussian() * (1 - done);
      boolean measured = round % roundsAnEpoch == 0;
      double compute = 1_900 + 150 * random.nextGaussian() + (round % 97 == 0 ? 1_500 : 0);
      double broadcast = 55 + 6 * random.nextGaussian();
      double average = 120 + 10 * random.nextGaussian();
      history.add(
          new RoundRecord(
              1 + (round - 1) / roundsAnEpoch,
              round,
              14L * round,
              14,
              45_000L * round / roundsAnEpoch,
              1_800_000 / (compute + broadcast + average),
              Math.abs(loss),
              0.02 * done,
              0.98 - 0.6 * Math.exp(-5 * done),
              measured ? 0.935 - 0.55 * Math.exp(-5 * done) : Double.NaN,
              measured ? loss + 0.15 : Double.NaN,
              rate,
              round % 10 == 1 ? 0.02 * rate : Double.NaN,
              round % 10 == 1 ? 3 - 2 * done : Double.NaN,
              round % 10 == 1 ? 0.01 * rate : Double.NaN,
              new RoundCost(compute, broadcast, 12, average, 9),
              40 + 5 * random.nextGaussian()));
    }
    return history;
  }

  /** Smooth edges and blobs of colour, as first layers learn them. */
  static Filters filters(int count, ImageShape shape) {
    Random random = new Random(2);
    float[] weights = new float[count * shape.size()];
    int i = 0;
    for (int filter = 0; filter < count; filter++) {
      double angle = random.nextDouble() * Math.PI;
      double phase = random.nextDouble() * 6;
      double frequency = 0.5 + random.nextDouble();
      for (int channel = 0; channel < shape.channels(); channel++) {
        double gain = filter % 3 == 0 ? random.nextGaussian() : 1;
        for (int y = 0; y < shape.height(); y++) {
          for (int x = 0; x < shape.width(); x++) {
            double along = x * Math.cos(angle) + y * Math.sin(angle);
            weights[i++] =
                (float) (gain * Math.sin(frequency * along + phase) + 0.1 * random.nextGaussian());
          }
        }
      }
    }
    return new Filters(weights, count, shape);
  }

  private static Map<String, Double> phases() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("shard", 18.42);
    seconds.put("statistics", 6.9);
    seconds.put("train", 2_148.0);
    seconds.put("evaluate", 41.7);
    seconds.put("report", 0.43);
    return seconds;
  }

  private static Map<String, String> provenance() {
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("convoy", "0.1.0-SNAPSHOT");
    provenance.put("git commit", "b3a6eb86c4cbff6bc3fc67cd0d2c4b806bb4a94b");
    provenance.put("spark", "3.5.6");
    provenance.put("deeplearning4j", "1.0.0-M2.1");
    provenance.put("java", "17.0.15 (Debian)");
    provenance.put("run seed", "20260101");
    provenance.put("data", "cifar10:hdfs://data/cifar-10-batches-bin");
    provenance.put(
        "manifest digest",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    provenance.put("training.schedule", "warm-up 50 steps, then cosine from 0.1 to 0");
    return provenance;
  }
}
