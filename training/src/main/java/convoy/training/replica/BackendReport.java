// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import com.sun.management.OperatingSystemMXBean;
import convoy.training.onednn.FastNetwork;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * What is in force in one process that trains: looked up, not taken from settings.
 *
 * @param executor Spark's name of the executor; {@code driver} in local mode
 * @param host that it runs on
 * @param process its process id
 * @param processor model of the CPU, on which the last bits of results depend
 * @param backend ND4J's backend: CPU or CUDA
 * @param device that a task computes on: {@code CPU}, or {@code GPU 0}
 * @param gpus addresses that Spark has assigned to tasks, in order; empty where it assigns none
 * @param oneDnn whether the native library that was loaded is a build with oneDNN
 * @param helper what computes a convolution: {@code oneDNN 2.5.2 in blocks of 16}, or a class that
 *     helps Deeplearning4j, or {@code none}
 * @param openMpThreads of a replica
 * @param blasThreads of the process
 * @param heapBytes limit of the Java heap
 * @param nativeBytes limit of native memory that JavaCPP tracks
 * @param physicalBytes limit of the whole process that JavaCPP keeps to
 * @param machineBytes memory of the machine, or the limit of its container where that is less
 */
public record BackendReport(
    String executor,
    String host,
    long process,
    String processor,
    String backend,
    String device,
    List<String> gpus,
    boolean oneDnn,
    String helper,
    int openMpThreads,
    int blasThreads,
    long heapBytes,
    long nativeBytes,
    long physicalBytes,
    long machineBytes)
    implements Serializable {

  /**
   * Looks around in this process.
   *
   * @throws convoy.preprocessing.BadInputException if Spark has assigned a GPU that is not there
   */
  public static BackendReport ofThisProcess() {
    Device device = TaskDevice.bind();
    NativeThreads.useOne();
    SparkEnv spark = SparkEnv.get();
    return new BackendReport(
        spark == null ? "driver" : spark.executorId(),
        spark == null ? "localhost" : spark.blockManager().blockManagerId().host(),
        ProcessHandle.current().pid(),
        Processor.model(),
        TaskDevice.backend(),
        device.toString(),
        TaskDevice.addresses(),
        NativeThreads.operations().buildInfo().contains("HAVE_ONEDNN"),
        convolutionHelper(),
        NativeThreads.openMp(),
        NativeThreads.blas(),
        Runtime.getRuntime().maxMemory(),
        Pointer.maxBytes(),
        Pointer.maxPhysicalBytes(),
        memoryOfMachine());
  }

  /** Of a control group's limit the JVM knows itself. */
  private static long memoryOfMachine() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  /** One of each executor, ordered by executor, with the GPUs of all its tasks. */
  public static List<BackendReport> byExecutor(Collection<BackendReport> ofTasks) {
    return List.copyOf(
        ofTasks.stream()
            .collect(
                Collectors.toMap(
                    BackendReport::executor,
                    report -> report,
                    BackendReport::withGpusOf,
                    TreeMap::new))
            .values());
  }

  private BackendReport withGpusOf(BackendReport other) {
    List<String> all =
        Stream.concat(gpus.stream(), other.gpus.stream()).distinct().sorted().toList();
    return new BackendReport(
        executor,
        host,
        process,
        processor,
        backend,
        device,
        all,
        oneDnn,
        helper,
        openMpThreads,
        blasThreads,
        heapBytes,
        nativeBytes,
        physicalBytes,
        machineBytes);
  }

  /** Executors for which this is the same compute the same bits, on processors. */
  public List<String> arithmetic() {
    return List.of(processor, backend, helper);
  }

  /** Whether Spark has assigned GPUs that nothing computes on. */
  public boolean leavesGpusIdle() {
    return backend.equals("CPU") && !gpus.isEmpty();
  }

  /** Whether training here is as fast as it can be; without, it is about ten times slower. */
  public boolean fastPath() {
    return !backend.equals("CPU") || (oneDnn && !helper.equals("none"));
  }

  /** One line for people. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "executor %s on %s (process %d, %s): %s%s, oneDNN %s, helper %s, %d OpenMP and %d BLAS thread(s), heap %,d MB, native %,d MB, process %,d MB of %,d MB%s%s",
        executor,
        host,
        process,
        processor,
        backend,
        gpus.isEmpty() ? "" : " (GPU " + String.join(", ", gpus) + " assigned by Spark)",
        oneDnn ? "yes" : "NO",
        helper,
        openMpThreads,
        blasThreads,
        heapBytes >> 20,
        nativeBytes >> 20,
        Math.min(physicalBytes, machineBytes) >> 20,
        machineBytes >> 20,
        heapBytes + nativeBytes < machineBytes ? "" : " -- " + TOO_LARGE,
        fastPath() ? "" : " -- " + WARNING);
  }

  private static final String TOO_LARGE =
      "WARNING: heap and native memory are more than there is, and the system may end the process;"
          + " give it less (CONVOY_MEMORY, spark.executor.memory)";

  private static final String WARNING =
      "WARNING: the fast path is OFF and training about ten times slower; start through ./convoy,"
          + " or give executors and driver the two -D settings that `./convoy doctor --help` names";

  private static String convolutionHelper() {
    Optional<String> direct = FastNetwork.library();
    if (direct.isPresent()) {
      return direct.get();
    }
    var network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(4, 4, 1))
                .addLayer(
                    "convolution", new ConvolutionLayer.Builder(3, 3).nOut(1).build(), "image")
                .addLayer(
                    "output",
                    new OutputLayer.Builder(LossFunction.MCXENT).nOut(2).build(),
                    "convolution")
                .setOutputs("output")
                .build());
    network.init();
    try {
      Object helper = network.getLayer("convolution").getHelper();
      return helper == null ? "none" : helper.getClass().getSimpleName();
    } finally {
      FastNetwork.close(network);
    }
  }
}
