// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.preprocessing.shard.ImageBlock;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;

/** What Spark sends to an executor for one worker's part of a round. */
public record WorkerTask(Broadcast<ReplicaSpec> spec, Broadcast<RoundStart> start)
    implements Function2<Integer, Iterator<ImageBlock>, Iterator<RoundResult>> {

  @Override
  public Iterator<RoundResult> call(Integer worker, Iterator<ImageBlock> partition) {
    long begin = System.nanoTime();
    RoundStart round = start.value();
    double fetchMillis = (System.nanoTime() - begin) / 1e6;
    return List.of(LocalTraining.run(spec.value(), round, worker, partition.next(), fetchMillis))
        .iterator();
  }
}
