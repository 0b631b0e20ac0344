// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import java.time.Duration;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;

/**
 * The executors that a session asks its cluster for, and how long it waits for them; read from
 * Spark's settings and, on a standalone cluster without a limit, from the master.
 *
 * @param amount of executors, or of their cores; 0 where nothing says it
 * @param cores whether it counts cores
 * @param coresOfOne cores of an executor; 0 for all of its machine
 * @param coresOfTask cores that a task takes
 * @param dynamic whether executors come and go with the tasks
 * @param ratio share of them that is enough
 * @param patience how long to wait for that
 */
record AskedExecutors(
    int amount,
    boolean cores,
    int coresOfOne,
    int coresOfTask,
    boolean dynamic,
    double ratio,
    Duration patience) {

  private static final String DYNAMIC = "spark.dynamicAllocation.";

  /** What a session asks for. */
  static AskedExecutors of(JavaSparkContext spark) {
    SparkConf conf = spark.getConf();
    boolean ofMaster = spark.master().startsWith("spark://");
    return of(conf, spark.master(), ofMaster ? StandaloneMaster.workers(spark) : List.of());
  }

  /**
   * The same of settings alone.
   *
   * @param workers of the standalone master; empty where it says nothing
   */
  static AskedExecutors of(SparkConf conf, String master, List<StandaloneMaster.Worker> workers) {
    boolean standalone = master.startsWith("spark://");
    int coresOfOne = conf.getInt("spark.executor.cores", standalone ? 0 : 1);
    boolean dynamic = conf.getBoolean(DYNAMIC + "enabled", false);
    int amount = standalone ? cores(conf, coresOfOne, workers) : executors(conf, dynamic);
    return new AskedExecutors(
        amount,
        standalone,
        coresOfOne,
        conf.getInt("spark.task.cpus", 1),
        dynamic,
        conf.getDouble("spark.scheduler.minRegisteredResourcesRatio", 1),
        Duration.ofMillis(
            conf.getTimeAsMs("spark.scheduler.maxRegisteredResourcesWaitingTime", "30s")));
  }

  /** Of YARN and Kubernetes, which start two where nothing else is asked for. */
  private static int executors(SparkConf conf, boolean dynamic) {
    if (!dynamic) {
      return conf.getInt("spark.executor.instances", 2);
    }
    int most = conf.getInt(DYNAMIC + "maxExecutors", Integer.MAX_VALUE);
    int least =
        Math.max(
            conf.getInt(DYNAMIC + "minExecutors", 0),
            Math.max(
                conf.getInt(DYNAMIC + "initialExecutors", 0),
                conf.getInt("spark.executor.instances", 1)));
    return most == Integer.MAX_VALUE ? least : most;
  }

  /** Of a standalone cluster, in whole executors. */
  private static int cores(SparkConf conf, int coresOfOne, List<StandaloneMaster.Worker> workers) {
    long one = Math.max(1, coresOfOne);
    long megabytes = Math.max(1, conf.getSizeAsMb("spark.executor.memory", "1g"));
    long most = conf.getInt("spark.cores.max", 0) / one * one;
    if (most == 0) {
      most = workers.stream().mapToLong(worker -> cores(worker, coresOfOne, megabytes)).sum();
    }
    if (conf.getBoolean(DYNAMIC + "enabled", false) && coresOfOne > 0) {
      long executors = conf.getInt(DYNAMIC + "maxExecutors", Integer.MAX_VALUE);
      most = Math.min(most, executors * coresOfOne);
    }
    return Math.toIntExact(most);
  }

  /** Of a worker's machine, by its cores and its memory. */
  private static long cores(StandaloneMaster.Worker worker, long coresOfOne, long megabytes) {
    long byMemory = worker.megabytes() / megabytes;
    return coresOfOne == 0
        ? (byMemory > 0 ? worker.cores() : 0)
        : Math.min(worker.cores() / coresOfOne, byMemory) * coresOfOne;
  }

  /** The same, but no more than so much of it. */
  AskedExecutors atMost(int most) {
    return new AskedExecutors(
        Math.min(amount, most), cores, coresOfOne, coresOfTask, dynamic, ratio, patience);
  }

  /** How much of it is there. */
  int count(List<ExecutorSummary> present) {
    return cores ? present.stream().mapToInt(ExecutorSummary::totalCores).sum() : present.size();
  }

  /** Whether there is all of it. */
  boolean complete(int have) {
    return amount > 0 && have >= amount;
  }

  /** Whether it is as much as Spark's settings are content with. */
  boolean enough(int have) {
    return have >= Math.ceil(amount * ratio);
  }

  boolean missing(int have) {
    return have < amount;
  }

  /** Tasks that all of it runs at the same time; at least one. */
  int slots() {
    int all = cores ? amount : amount * Math.max(1, coresOfOne);
    return Math.max(1, all / coresOfTask);
  }

  /** The setting that says how much is asked for. */
  String setting() {
    if (dynamic) {
      return DYNAMIC + "maxExecutors";
    }
    return cores ? "spark.cores.max" : "spark.executor.instances";
  }

  /** One sentence's beginning: what was found of what was asked for. */
  String found(int have) {
    return "Spark has %s of the %s %s asked for"
        .formatted(have, amount, cores ? "cores" : "executors");
  }
}
