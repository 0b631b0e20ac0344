// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.preprocessing.shard.ImageBlock;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/**
 * What Spark sends to an executor for one worker's part of a round. A Scala function, because
 * around a Java one Spark puts closures of its own, whose code it reads and searches in every round
 * anew.
 */
public final class WorkerTask
    extends AbstractFunction2<TaskContext, Iterator<ImageBlock>, Handover<RoundResult>>
    implements Serializable {
  private static final long serialVersionUID = 1;

  private final Broadcast<ReplicaSpec> spec;
  private final Broadcast<Handover<RoundStart>> start;
  private final List<Broadcast<float[]>> updaterStates;

  /**
   * A round for all workers.
   *
   * @param updaterStates of each worker, which its executor alone fetches; empty where the round's
   *     start says what all begin with
   */
  public WorkerTask(
      Broadcast<ReplicaSpec> spec,
      Broadcast<Handover<RoundStart>> start,
      List<Broadcast<float[]>> updaterStates) {
    this.spec = spec;
    this.start = start;
    this.updaterStates = List.copyOf(updaterStates);
  }

  @Override
  public Handover<RoundResult> apply(TaskContext task, Iterator<ImageBlock> partition) {
    int worker = task.partitionId();
    long begin = System.nanoTime();
    RoundStart round = start.value().value();
    float[] updaterState =
        updaterStates.isEmpty() ? round.updaterState() : updaterStates.get(worker).value();
    double fetchMillis = (System.nanoTime() - begin) / 1e6;
    RoundResult result =
        LocalTraining.run(spec.value(), round, updaterState, worker, partition.next(), fetchMillis);
    return new Handover<>(start.value().round(), worker, result);
  }
}
