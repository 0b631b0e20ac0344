// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.training.monitor.Distribution;
import convoy.training.monitor.LayerRecord;
import convoy.training.monitor.LayerSample;
import convoy.training.monitor.Samples;
import convoy.training.monitor.WorkerRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Sampled rounds for tests. */
final class FakeSamples {
  static final List<String> CONVNET =
      List.of("conv1", "conv2", "conv3", "conv4", "dense", "scores");

  private FakeSamples() {}

  /** Every tenth of so many rounds of a ConvNet whose learning rate decays. */
  static Samples convnet(int rounds, int workers) {
    Random random = new Random(3);
    List<LayerRecord> layers = new ArrayList<>();
    List<WorkerRecord> records = new ArrayList<>();
    for (int round = 1; round <= rounds; round += 10) {
      double rate = 1 + 0.98 * Math.cos(Math.PI * round / rounds);
      for (String layer : CONVNET) {
        double ratio = 1.5e-3 * rate * Math.exp(0.4 * random.nextGaussian());
        double dead =
            layer.equals("scores") ? Double.NaN : round < 200 ? 0 : 0.015 * (1 + random.nextInt(2));
        layers.add(new LayerRecord(round, layer(layer, 12, ratio, dead)));
      }
      for (int worker = 0; worker < workers; worker++) {
        double distance = 0.001 * rate + 0.0001 * random.nextGaussian();
        records.add(worker(round, worker, distance, 1_900 + 100 * random.nextGaussian()));
      }
    }
    return new Samples(layers, records);
  }

  static LayerSample layer(String name) {
    return layer(name, 10, 1e-3, 0);
  }

  static LayerSample layer(String name, double norm, double ratio, double dead) {
    return new LayerSample(
        name, norm, norm * ratio, gaussian(-3e-5, 2e-3), relu(gaussian(0.1, 0.8), dead), dead);
  }

  static WorkerRecord worker(int round, int worker, double distance, double computeMillis) {
    return new WorkerRecord(round, worker, 14, 448, distance, 12, computeMillis, 40);
  }

  /** The layers of round 1. */
  static Samples of(LayerSample... layers) {
    return new Samples(
        Arrays.stream(layers).map(layer -> new LayerRecord(1, layer)).toList(), List.of());
  }

  /** A layer and a worker of which every number is that one, and layers without this or that. */
  static Samples missing(double value) {
    Distribution all = new Distribution(value, value, value, value, new long[] {1, 2});
    Distribution bare = new Distribution(0, 0, -value, value, new long[0]);
    Samples layers =
        of(
            new LayerSample("all", value, value, all, all, value),
            new LayerSample("bare", 1, value, bare, bare, value),
            new LayerSample("relu", 0, 0, Distribution.NONE, gaussian(0, 1), 0.25),
            new LayerSample("zero", 0, 1, gaussian(0, 1), Distribution.NONE, Double.NaN));
    return new Samples(
        layers.layers(), List.of(new WorkerRecord(1, 0, 1, 0, value, value, value, value)));
  }

  static Distribution gaussian(double mean, double deviation) {
    Random random = new Random(4);
    float[] values = new float[4_096];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return Distribution.of(values, 0, values.length);
  }

  /** As many values again at the least one: a peak as ReLUs have it. */
  private static Distribution relu(Distribution of, double dead) {
    long[] counts = of.counts().clone();
    counts[0] += Math.round(of.count() * (1 + (dead > 0 ? dead : 0)));
    return new Distribution(of.mean(), of.deviation(), 0, of.high(), counts);
  }
}
