// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.preprocessing.shard.ImageBlock;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;

/**
 * What Spark sends to an executor for one worker's part of a round.
 *
 * @param updaterStates of each worker, which its executor alone fetches; empty where the round's
 *     start says what all begin with
 */
public record WorkerTask(
    Broadcast<ReplicaSpec> spec,
    Broadcast<Handover<RoundStart>> start,
    List<Broadcast<float[]>> updaterStates)
    implements Function2<Integer, Iterator<ImageBlock>, Iterator<Handover<RoundResult>>> {

  @Override
  public Iterator<Handover<RoundResult>> call(Integer worker, Iterator<ImageBlock> partition) {
    long begin = System.nanoTime();
    RoundStart round = start.value().value();
    float[] updaterState =
        updaterStates.isEmpty() ? round.updaterState() : updaterStates.get(worker).value();
    double fetchMillis = (System.nanoTime() - begin) / 1e6;
    RoundResult result =
        LocalTraining.run(spec.value(), round, updaterState, worker, partition.next(), fetchMillis);
    return List.of(new Handover<>(start.value().round(), worker, result)).iterator();
  }
}
