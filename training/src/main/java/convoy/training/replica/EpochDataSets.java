// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.preprocessing.shard.ImageBlock;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.nd4j.linalg.dataset.DataSet;

/**
 * What a worker trains on in one epoch as Deeplearning4j's own data sets, a minibatch each: the
 * same images in the same order, augmented and preprocessed alike, as {@link LocalTraining} takes
 * them.
 */
public final class EpochDataSets implements Iterator<DataSet> {
  private final ImageBlock block;
  private final EpochOrder order;
  private final Minibatch minibatch;
  private final int epoch;
  private int step;

  /** The minibatches of that worker. */
  public EpochDataSets(ReplicaSpec spec, ImageBlock block, int worker, int epoch) {
    NativeThreads.useOne();
    this.block = block;
    this.order = new EpochOrder(spec.seed(), epoch, worker, block.count(), spec.batch());
    this.minibatch = new Minibatch(spec);
    this.epoch = epoch;
  }

  @Override
  public boolean hasNext() {
    boolean more = order.minibatch(step).length > 0;
    if (!more) {
      minibatch.close();
    }
    return more;
  }

  @Override
  public DataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    minibatch.fillToTrain(block, order.minibatch(step++), epoch);
    return new DataSet(minibatch.features().dup(), minibatch.labels().dup());
  }
}
