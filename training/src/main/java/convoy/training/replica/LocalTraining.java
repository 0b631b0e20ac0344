// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.preprocessing.job.TaskScope;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.monitor.LayerSample;
import java.util.ArrayList;
import java.util.List;
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
    long begin = System.nanoTime() - Math.round(fetchMillis * 1e6);
    return ReplicaPool.with(
        spec, replica -> run(replica, start, updaterState, worker, block, begin));
  }

  private static RoundResult run(
      Replica replica,
      RoundStart start,
      float[] updaterState,
      int worker,
      ImageBlock block,
      long begin) {
    ReplicaSpec spec = replica.spec();
    replica.load(start.parameters(), updaterState, start.globalStep());
    Nd4j.getRandom().setSeed(Seeds.NOISE.derive(spec.seed(), start.epoch(), start.round(), worker));
    EpochOrder order =
        new EpochOrder(spec.seed(), start.epoch(), worker, block.count(), spec.batch());
    long loaded = System.nanoTime();

    long examples = 0;
    LossSum loss = LossSum.ZERO;
    int step = 0;
    int firstStep = start.firstSteps().get(worker);
    int watched = watchedStep(start, worker, EpochOrder.minibatches(block.count(), spec.batch()));
    List<LayerSample> layers = new ArrayList<>();
    while (step < start.steps() && (step == 0 || seconds(loaded) < start.seconds())) {
      TaskScope.requireWanted();
      int[] images = order.minibatch(firstStep + step);
      if (images.length == 0) {
        break;
      }
      replica.learningRate(start.learningRates()[step]);
      LossSum mean =
          step == watched
              ? replica.watchedStep(block, images, start.epoch(), layers)
              : replica.step(block, images, start.epoch());
      loss = loss.add(mean.times(images.length));
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
        layers,
        (loaded - begin + System.nanoTime() - computed) / 1e6,
        (computed - loaded) / 1e6);
  }

  /**
   * The local step in which layers are looked at: the last that the first worker takes, or the
   * first where a limit on its time may end the round before; -1 for none.
   */
  private static int watchedStep(RoundStart start, int worker, int minibatches) {
    if (!start.sampled() || worker != 0) {
      return -1;
    }
    int left = minibatches - start.firstSteps().get(worker);
    return Double.isFinite(start.seconds()) ? 0 : Math.min(start.steps(), left) - 1;
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
