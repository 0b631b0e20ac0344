// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import convoy.training.monitor.RoundCost;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What averaging every H local steps costs.
 *
 * @param every H
 * @param imagesPerSecond of all workers, rounds and all; median of the measurements
 * @param ratio to the replicas alone that were measured just before and just after; median
 * @param ownMillis a round's own cost, everything but computing; median of all rounds
 * @param leastOwnMillis the same of the round that had the least
 * @param waitMillis that a worker waits in a round for the slowest; median of all rounds of the
 *     mean over the workers. It is a part of computing, which lasts as long as the slowest worker
 *     does
 * @param parts of a round; each the median of all rounds, so that they add up but roughly
 * @param peerImagesPerSecond of Deeplearning4j's own averaging on Spark; median, NaN where it was
 *     not measured
 * @param peerRatio times as fast as that, measured just after; median, NaN likewise
 */
public record AveragingCost(
    int every,
    double imagesPerSecond,
    double ratio,
    double ownMillis,
    double leastOwnMillis,
    double waitMillis,
    RoundCost parts,
    double peerImagesPerSecond,
    double peerRatio) {
  /**
   * One measurement.
   *
   * @param imagesPerSecond of all workers
   * @param before images per second of the replicas alone, measured just before
   * @param after the same, measured just after
   * @param peer images per second of Deeplearning4j's own averaging, measured just after; NaN where
   *     it was not
   * @param rounds that were measured
   */
  record Measured(
      double imagesPerSecond, double before, double after, double peer, List<Round> rounds) {
    /** Images per second of the replicas alone, before and after taken together. */
    double alone() {
      return 2 / (1 / before + 1 / after);
    }
  }

  /**
   * One round.
   *
   * @param cost where its time went
   * @param waitMillis mean over the workers of the time that one waited for the slowest
   */
  record Round(RoundCost cost, double waitMillis) {}

  /**
   * Takes medians.
   *
   * @param all measurements, at least one
   */
  static AveragingCost of(int every, List<Measured> all) {
    List<Measured> beside = all.stream().filter(one -> !Double.isNaN(one.peer())).toList();
    List<Round> measured = all.stream().flatMap(one -> one.rounds().stream()).toList();
    List<RoundCost> rounds = measured.stream().map(Round::cost).toList();
    return new AveragingCost(
        every,
        median(all, Measured::imagesPerSecond),
        median(all, one -> one.imagesPerSecond() / one.alone()),
        median(rounds, RoundCost::ownMillis),
        rounds.stream().mapToDouble(RoundCost::ownMillis).min().orElseThrow(),
        median(measured, Round::waitMillis),
        new RoundCost(
            median(rounds, RoundCost::computeMillis),
            median(rounds, RoundCost::broadcastMillis),
            median(rounds, RoundCost::loadMillis),
            median(rounds, RoundCost::collectMillis),
            median(rounds, RoundCost::averageMillis)),
        median(beside, Measured::peer),
        median(beside, one -> one.imagesPerSecond() / one.peer()));
  }

  private static <T> double median(List<T> all, ToDoubleFunction<T> value) {
    return all.isEmpty()
        ? Double.NaN
        : Stopwatch.median(all.stream().mapToDouble(value).boxed().toList());
  }
}
