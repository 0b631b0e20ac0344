// SPDX-License-Identifier: Apache-2.0
package convoy.training.deeplearning4j;

import convoy.preprocessing.shard.ImageBlock;
import convoy.training.replica.EpochDataSets;
import convoy.training.replica.ReplicaSpec;
import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.nd4j.linalg.dataset.DataSet;

/** Makes a worker's data sets of an epoch on its executor. */
final class DataSetTask implements Function2<Integer, Iterator<ImageBlock>, Iterator<DataSet>> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<ReplicaSpec> spec;
  private final int epoch;

  DataSetTask(Broadcast<ReplicaSpec> spec, int epoch) {
    this.spec = spec;
    this.epoch = epoch;
  }

  @Override
  public Iterator<DataSet> call(Integer worker, Iterator<ImageBlock> blocks) {
    return blocks.hasNext()
        ? new EpochDataSets(spec.value(), blocks.next(), worker, epoch)
        : Collections.emptyIterator();
  }
}
