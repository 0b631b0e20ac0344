// SPDX-License-Identifier: Apache-2.0
package convoy.training.monitor;

import java.util.List;

/**
 * What was looked at closely in the rounds that were sampled.
 *
 * @param layers of worker 0 in those rounds, in order
 * @param workers of those rounds, in order
 */
public record Samples(List<LayerRecord> layers, List<WorkerRecord> workers) {
  /** No round was sampled. */
  public static final Samples NONE = new Samples(List.of(), List.of());

  /** Copies the lists. */
  public Samples {
    layers = List.copyOf(layers);
    workers = List.copyOf(workers);
  }

  /** Those of the rounds up to one. */
  public Samples upTo(int round) {
    return new Samples(
        layers.stream().filter(layer -> layer.round() <= round).toList(),
        workers.stream().filter(worker -> worker.round() <= round).toList());
  }
}
