// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.preprocessing.shard.ImageBlock;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A worker's part of a round. The result is a function of the round's start, the worker's examples
 * and the run's seed, so that any executor can compute it, twice if need be.
 */
public final class LocalTraining {
  private LocalTraining() {}

  /**
   * Trains a replica for the round's local steps.
   *
   * @param fetchMillis that it took to fetch {@code start}
   */
  public static RoundResult run(
      ReplicaSpec spec, RoundStart start, int worker, ImageBlock block, double fetchMillis) {
    return ReplicaPool.with(spec, replica -> run(replica, start, worker, block, fetchMillis));
  }

  private static RoundResult run(
      Replica replica, RoundStart start, int worker, ImageBlock block, double fetchMillis) {
    ReplicaSpec spec = replica.spec();
    long begin = System.nanoTime();
    replica.load(start.parameters(), start.updaterState(), start.globalStep());
    Nd4j.getRandom().setSeed(Seeds.NOISE.derive(spec.seed(), start.epoch(), start.round(), worker));
    EpochOrder order =
        new EpochOrder(spec.seed(), start.epoch(), worker, block.count(), spec.batch());
    long loaded = System.nanoTime();

    long examples = 0;
    double lossSum = 0;
    for (int step = start.firstStep(); step < start.firstStep() + start.steps(); step++) {
      int[] images = order.minibatch(step);
      if (images.length == 0) {
        break;
      }
      lossSum += replica.step(block, images, start.epoch()) * images.length;
      examples += images.length;
    }
    return new RoundResult(
        replica.parameters(),
        replica.updaterState(),
        examples,
        lossSum,
        fetchMillis + (loaded - begin) / 1e6,
        (System.nanoTime() - loaded) / 1e6);
  }
}
