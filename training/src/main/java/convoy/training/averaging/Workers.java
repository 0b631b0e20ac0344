// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.preprocessing.job.Release;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.normalization.BatchNormLayout;
import convoy.training.replica.BackendReport;
import convoy.training.replica.Handover;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaSpec;
import convoy.training.replica.RoundResult;
import convoy.training.replica.RoundStart;
import convoy.training.replica.UpdaterStatePolicy;
import convoy.training.replica.WorkerTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.RDDInfo;
import org.apache.spark.storage.StorageLevel;
import scala.reflect.ClassTag$;

/**
 * The workers of a run, seen from the driver: the training split decoded on the executors, one
 * partition a worker, in memory or, where that is too small, on their disks. Closing them gives
 * both back.
 */
public final class Workers implements Trainer, AutoCloseable {
  private final JavaSparkContext spark;
  private final JavaRDD<ImageBlock> blocks;
  private final Broadcast<ReplicaSpec> spec;
  private final BatchNormLayout batchNorm;

  /**
   * Claims the executors' memory; the images are decoded when they are first used.
   *
   * @param blocks one partition a worker, one block a partition
   */
  public Workers(JavaSparkContext spark, JavaRDD<ImageBlock> blocks, ReplicaSpec spec) {
    this.spark = spark;
    this.blocks = blocks.persist(StorageLevel.MEMORY_AND_DISK());
    this.spec = spark.broadcast(spec);
    this.batchNorm = Replica.batchNorm(spec);
  }

  @Override
  public UpdaterStatePolicy updaterState() {
    return spec.value().updaterState();
  }

  @Override
  public BatchNormLayout batchNorm() {
    return batchNorm;
  }

  /** How many examples each worker holds, in the order of the workers. */
  public List<Long> examples() {
    return blocks.map(block -> (long) block.count()).collect();
  }

  /** What is in force on each executor that trains, ordered by executor. */
  public List<BackendReport> backends() {
    return BackendReport.byExecutor(blocks.map(block -> BackendReport.ofThisProcess()).collect());
  }

  /**
   * Bytes of the training split that every round reads from executors' disks, because their memory
   * is too small; to be asked when a job has been through all of it.
   */
  public long bytesOnDisk() {
    Optional<RDDInfo> stored = stored();
    // Spark tells of blocks some 100 ms after the job.
    for (int look = 0; look < 100 && !stored.map(Workers::isWhole).orElse(false); look++) {
      LockSupport.parkNanos(10_000_000);
      stored = stored();
    }
    return stored.map(RDDInfo::diskSize).orElse(0L);
  }

  private Optional<RDDInfo> stored() {
    return Arrays.stream(spark.sc().getRDDStorageInfo())
        .filter(info -> info.id() == blocks.id())
        .findFirst();
  }

  private static boolean isWhole(RDDInfo info) {
    return info.numCachedPartitions() == info.numPartitions();
  }

  @Override
  public Round train(RoundStart start, List<float[]> updaterStates) {
    boolean own = updaterState() == UpdaterStatePolicy.KEEP;
    long begin = System.nanoTime();
    long round = Handover.openRound();
    List<Broadcast<?>> broadcasts = new ArrayList<>();
    try {
      Broadcast<Handover<RoundStart>> broadcast =
          spark.broadcast(new Handover<>(round, Handover.ALL, start));
      broadcasts.add(broadcast);
      List<Broadcast<float[]>> ownStates = new ArrayList<>();
      for (float[] state : own ? updaterStates : List.<float[]>of()) {
        Broadcast<float[]> ownState = spark.broadcast(state);
        ownStates.add(ownState);
        broadcasts.add(ownState);
      }
      long handedOut = System.nanoTime();
      List<RoundResult> results = run(new WorkerTask(spec, broadcast, ownStates));
      return new Round(results, (handedOut - begin) / 1e6, (System.nanoTime() - handedOut) / 1e6);
    } finally {
      broadcasts.forEach(Release::later);
      Handover.closeRound(round);
    }
  }

  /** One job, a task for each worker; results in the order of the workers. */
  private List<RoundResult> run(WorkerTask task) {
    Object results =
        spark
            .sc()
            .runJob(
                blocks.rdd(), task, ClassTag$.MODULE$.<Handover<RoundResult>>apply(Handover.class));
    return Arrays.stream((Handover<?>[]) results)
        .map(result -> (RoundResult) result.value())
        .toList();
  }

  @Override
  public void close() {
    Release.blocks(blocks);
    Release.broadcast(spec);
  }
}
