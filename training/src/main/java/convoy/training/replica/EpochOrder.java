// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The order in which a worker goes through its examples in one epoch, cut into minibatches: a new
 * shuffle each epoch, the same in every run of the same seed. The last minibatch of an epoch may be
 * smaller.
 */
public final class EpochOrder {
  private final int[] order;
  private final int batch;

  /**
   * Shuffles.
   *
   * @param examples that the worker holds, 0 or more
   * @param batch examples in a minibatch
   */
  public EpochOrder(long seed, int epoch, int worker, int examples, int batch) {
    this.batch = batch;
    this.order = new int[examples];
    Arrays.setAll(order, i -> i);
    SplittableRandom random = new SplittableRandom(Seeds.ORDER.derive(seed, epoch, worker));
    for (int i = examples - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }

  /** Minibatches in an epoch of that many examples. */
  public static int minibatches(long examples, int batch) {
    return Math.toIntExact((examples + batch - 1) / batch);
  }

  /** The examples of the epoch's minibatch of that number; empty past the last one. */
  public int[] minibatch(int step) {
    int from = (int) Math.min(order.length, (long) step * batch);
    return Arrays.copyOfRange(order, from, Math.min(order.length, from + batch));
  }
}
