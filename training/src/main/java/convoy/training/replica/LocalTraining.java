// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.preprocessing.shard.ImageBlock;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A worker's part of a round. The result is a function of the round's start, the worker's updater
 * state and examples, and the run's seed, so that any executor can compute it, twice if need be.
 * (With a limit on its time, it depends on the machine too.)
 */
public final class LocalTraining {
  private LocalTraining() {}

  /**
   * Trains a replica for the round's local steps.
   *
   * @param updaterState that this worker begins with; empty for zeros
   * @param fetchMillis that it took to fetch {@code start}
   */
  public static RoundResult run(
      ReplicaSpec spec,
      RoundStart start,
      float[] updaterState,
      int worker,
      ImageBlock block,
      double fetchMillis) {
    return ReplicaPool.with(
        spec, replica -> run(replica, start, updaterState, worker, block, fetchMillis));
  }

  private static RoundResult run(
      Replica replica,
      RoundStart start,
      float[] updaterState,
      int worker,
      ImageBlock block,
      double fetchMillis) {
    ReplicaSpec spec = replica.spec();
    long begin = System.nanoTime();
    replica.load(start.parameters(), updaterState, start.globalStep());
    Nd4j.getRandom().setSeed(Seeds.NOISE.derive(spec.seed(), start.epoch(), start.round(), worker));
    EpochOrder order =
        new EpochOrder(spec.seed(), start.epoch(), worker, block.count(), spec.batch());
    long loaded = System.nanoTime();

    long examples = 0;
    LossSum loss = LossSum.ZERO;
    int step = 0;
    int firstStep = start.firstSteps().get(worker);
    while (step < start.steps() && (step == 0 || seconds(loaded) < start.seconds())) {
      int[] images = order.minibatch(firstStep + step);
      if (images.length == 0) {
        break;
      }
      replica.learningRate(start.learningRates()[step]);
      loss = loss.add(replica.step(block, images, start.epoch()).times(images.length));
      examples += images.length;
      step++;
    }
    long computed = System.nanoTime();
    float[] parameters = replica.parameters();
    float[] state =
        spec.updaterState() == UpdaterStatePolicy.RESET ? new float[0] : replica.updaterState();
    return new RoundResult(
        parameters,
        state,
        step,
        examples,
        loss,
        fetchMillis + (loaded - begin + System.nanoTime() - computed) / 1e6,
        (computed - loaded) / 1e6);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
