// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.storage.PosixLocalFileSystem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext$;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens Spark as Convoy needs it: Deeplearning4j's fast path on in the driver and in every
 * executor, one native thread a core. What the user or {@code spark-submit} has set is kept, but
 * for the serializer.
 */
public final class ClusterSession {
  /**
   * Deeplearning4j's switches; ND4J reads them once, before the first array. With CUDA the helpers
   * stay off: these are oneDNN's, and those for cuDNN were not published for CUDA 11.6.
   */
  static final Map<String, String> FAST_PATH =
      Build.withCuda()
          ? Map.of()
          : new TreeMap<>(
              Map.of(
                  "org.bytedeco.javacpp.platform.extension", "-onednn-avx2",
                  "org.eclipse.deeplearning4j.helpers.disable", "false"));

  private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";

  private static final Logger LOG = LoggerFactory.getLogger(ClusterSession.class);

  private ClusterSession() {}

  /**
   * Opens a session.
   *
   * @param master Spark's master URL; null for the one that {@code spark-submit} names, or every
   *     core of this machine
   *     <p>On a cluster this waits for the executors that were asked for.
   * @throws BadInputException if Spark cannot be opened there, or no executor comes
   */
  public static JavaSparkContext open(String master) {
    FAST_PATH.forEach(System.getProperties()::putIfAbsent);
    SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "convoy");
    if (master != null) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", "local[*]");
    ClusterManagers.requirePresent(conf.get("spark.master"));
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.driver.host", "127.0.0.1")
          .setIfMissing("spark.driver.bindAddress", "127.0.0.1")
          .setIfMissing("spark.ui.enabled", "false")
          // No message leaves the process, so results of any size come with the task's end, and
          // nothing is lost on the way.
          .setIfMissing("spark.rpc.message.maxSize", "2047")
          .setIfMissing("spark.task.maxDirectResultSize", "2047m")
          .setIfMissing("spark.broadcast.checksum", "false")
          // A task that runs out of memory fails its job instead of ending the process.
          .setIfMissing("spark.executor.killOnFatalError.depth", "0");
    } else if (!conf.contains("spark.jars")) {
      conf.set("spark.jars", applicationJar());
    }
    conf.set(
            EXECUTOR_OPTIONS,
            executorOptions(
                conf.get(EXECUTOR_OPTIONS, ""), conf.get("spark.executor.defaultJavaOptions", "")))
        .setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1")
        // nvidia-smi numbers GPUs by bus, CUDA by speed: Spark's addresses are nvidia-smi's.
        .setIfMissing("spark.executorEnv.CUDA_DEVICE_ORDER", "PCI_BUS_ID")
        .setIfMissing("spark.ui.showConsoleProgress", "false")
        // What travels is records, into which Kryo cannot write.
        .set("spark.serializer", serializer(conf))
        // Every worker sends parameters and updater state back in every round.
        .setIfMissing("spark.driver.maxResultSize", "4g")
        // They come with the news that the task is done; fetched afterwards they cost 20 ms more.
        .setIfMissing("spark.task.maxDirectResultSize", "64m")
        // Parameters do not shrink; trying costs more than sending them.
        .setIfMissing("spark.broadcast.compress", "false")
        .set("spark.plugins", plugins(conf.get("spark.plugins", "")));
    JavaSparkContext spark = connect(conf);
    try {
      settle(spark);
      return spark;
    } catch (RuntimeException e) {
      spark.close();
      throw e;
    }
  }

  /** Those that were set, and Convoy's own. */
  private static String plugins(String set) {
    String own = ExecutorSetup.class.getName();
    return set.isBlank() ? own : set + "," + own;
  }

  private static void settle(JavaSparkContext spark) {
    if (spark.isLocal()) {
      PosixLocalFileSystem.use(spark.hadoopConfiguration());
    } else {
      Executors.await(spark);
      LOG.info("{}: {} executor(s)", spark.master(), processes(spark));
    }
  }

  /** Java's, whatever was set. */
  private static String serializer(SparkConf conf) {
    String java = JavaSerializer.class.getName();
    String set = conf.get("spark.serializer", java);
    if (!set.equals(java)) {
      LOG.warn("spark.serializer = {} is not used: Convoy's records need Java's", set);
    }
    return java;
  }

  /** Spark throws checked exceptions that it does not declare. */
  private static JavaSparkContext connect(SparkConf conf) {
    try {
      return new OrderlyContext(conf);
    } catch (Exception e) {
      LOG.debug("no Spark", e);
      throw new BadInputException(
          "cannot open Spark at --master %s (%s); legal here: %s"
              .formatted(conf.get("spark.master"), rootOf(e), ClusterManagers.legal()),
          e);
    }
  }

  private static String rootOf(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * The user's options for executors, with the fast path where they do not switch it themselves,
   * and with the parallel collector where they name none: for G1 every vector of parameters is a
   * humongous object, and what collects these runs beside the training.
   *
   * @param inFront that Spark puts before these
   */
  static String executorOptions(String options, String inFront) {
    String given = inFront + " " + options;
    StringBuilder all = new StringBuilder(options);
    if (!given.matches(".*-XX:\\+Use\\w*GC\\b.*")) {
      all.append(" -XX:+UseParallelGC");
    }
    FAST_PATH.forEach(
        (key, value) -> {
          if (!given.contains("-D" + key + "=")) {
            all.append(" -D").append(key).append('=').append(value);
          }
        });
    return all.toString().strip();
  }

  private static String applicationJar() {
    try {
      URI jar = ClusterSession.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return jar.toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the application does not know where it is", e);
    }
  }

  /**
   * How many tasks Spark runs at the same time; not {@code spark.default.parallelism}, which a
   * cluster's settings may have for shuffles. Where executors come and go with the tasks, those
   * that were asked for are brought back first.
   *
   * @throws BadInputException if there is no executor and none comes
   */
  public static int taskSlots(JavaSparkContext spark) {
    int cpus = spark.getConf().getInt("spark.task.cpus", 1);
    int slots =
        spark.isLocal()
            ? SparkContext$.MODULE$.numDriverCores(spark.master()) / cpus
            : executors(spark).stream().mapToInt(ExecutorSummary::maxTasks).sum();
    if (slots == 0) {
      throw new BadInputException(
          "%s has no executor with the %s core(s) that a task takes (spark.task.cpus)"
              .formatted(spark.master(), cpus));
    }
    return slots;
  }

  private static List<ExecutorSummary> executors(JavaSparkContext spark) {
    boolean comeAndGo = spark.getConf().getBoolean("spark.dynamicAllocation.enabled", false);
    if (comeAndGo || Executors.present(spark).isEmpty()) {
      Executors.await(spark);
    }
    return Executors.present(spark);
  }

  /**
   * How many replicas train at the same time: one a core, or one a GPU where Spark assigns them.
   */
  public static int replicas(JavaSparkContext spark) {
    int slots = taskSlots(spark);
    return spark.isLocal()
        ? slots
        : GpuSettings.of(spark.getConf()).replicas(slots, processes(spark));
  }

  /** How many processes run tasks: the executors of a cluster, or this one. */
  static int processes(JavaSparkContext spark) {
    return spark.isLocal() ? 1 : Executors.present(spark).size();
  }
}
