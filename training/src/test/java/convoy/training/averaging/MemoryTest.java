// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.augment.AugmentPlan;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.transform.Centring;
import convoy.preprocessing.transform.Chain;
import convoy.training.LocalSpark;
import convoy.training.RandomImages;
import convoy.training.model.GradientClipping;
import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import convoy.training.model.Optimization;
import convoy.training.monitor.Validation;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaSpec;
import convoy.training.replica.UpdaterStatePolicy;
import convoy.training.schedule.LearningRate;
import convoy.training.schedule.Plateau;
import convoy.training.schedule.Sampling;
import convoy.training.schedule.SyncSchedule;
import convoy.training.schedule.Trigger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/**
 * Two hundred rounds need no more memory than was held before them, when the first hundred had
 * warmed up the JVM and Spark. One vector of parameters lost in every round would be 300 MB by
 * then.
 */
class MemoryTest {
  private static final ImageShape SHAPE = new ImageShape(3, 8, 8);
  private static final int HIDDEN = 2000;
  private static final int WARM_UP = 100;
  private static final int ROUNDS = WARM_UP + 200;
  private static final int BATCH = 4;
  private static final int WORKERS = 2;
  private static final String HELD = "held: ";

  /**
   * What is held after a collection, in bytes.
   *
   * @param heap that is in use
   * @param nativeMemory that is resident beyond the heap, and beyond what the JVM keeps of classes
   *     and of code that it compiled, which grow for minutes in any program
   */
  private record Held(long heap, long nativeMemory) {
    private static Held now() {
      System.gc();
      var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
      return new Held(
          heap.getUsed(),
          Pointer.physicalBytes()
              - heap.getCommitted()
              - ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getCommitted());
    }

    /** The least of several, because Spark's own threads let go of a round's blocks in a moment. */
    private static Held least() {
      Held least = now();
      for (int i = 0; i < 5; i++) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        Held next = now();
        least =
            new Held(
                Math.min(least.heap, next.heap), Math.min(least.nativeMemory, next.nativeMemory));
      }
      return least;
    }
  }

  /**
   * In a process whose whole heap is resident from its beginning, so that the rest is native, and
   * whose compiler and collector keep little of their own.
   */
  @Test
  void twoHundredRoundsTakeNoMemory() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xms500m",
            "-Xmx500m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-") || argument.startsWith("-D"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(MemoryTest.class.getName());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("MALLOC_ARENA_MAX", "1"); // arenas are begun at any time
    Process process = builder.start();
    List<Held> held = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(HELD)) {
          String[] bytes = line.substring(HELD.length()).split(" ", -1);
          held.add(new Held(Long.parseLong(bytes[0]), Long.parseLong(bytes[1])));
        }
      }
    }

    assertThat(process.waitFor()).isZero();
    assertThat(held).hasSize(1 + (ROUNDS - WARM_UP) / 50);
    assertFlat(held, Held::heap);
    assertFlat(held, Held::nativeMemory);
  }

  private static void assertFlat(List<Held> held, ToLongFunction<Held> bytes) {
    long first = bytes.applyAsLong(held.get(0));
    long last = bytes.applyAsLong(held.get(held.size() - 1));
    assertThat(last).as(held.toString()).isLessThan((long) (1.05 * first));
  }

  /** The process. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    train(held -> out.println(HELD + held.heap() + " " + held.nativeMemory()));
  }

  private static void train(Consumer<Held> listener) {
    ReplicaSpec spec = spec();
    List<ImageBlock> blocks = new ArrayList<>();
    for (int worker = 0; worker < WORKERS; worker++) {
      blocks.add(RandomImages.block(worker, 10 * BATCH, SHAPE, 2));
    }
    TrainingPlan plan =
        new TrainingPlan(
            blocks.stream().map(block -> (long) block.count()).toList(),
            BATCH,
            new LearningRate.Constant(1e-5),
            Plateau.NONE,
            new SyncSchedule.Every(1),
            new OuterOptimizer.Nesterov(0.7, 0.9),
            1000,
            Sampling.steps(10),
            new Trigger.Epochs(1),
            new Trigger.MaxEpochs(ROUNDS / 10));
    var rdd = LocalSpark.context().parallelize(blocks, WORKERS);
    try (Workers workers = new Workers(LocalSpark.context(), rdd, spec);
        Replica initial = new Replica(spec)) {
      TrainingState start =
          TrainingState.start(
              initial.parameters(), new ParameterAverages.Settings(0.9, 1, 3), WORKERS);
      new AveragingLoop(
              workers,
              plan,
              parameters -> Validation.NONE,
              end -> {
                if (end.record().round() >= WARM_UP && end.record().round() % 50 == 0) {
                  listener.accept(Held.least());
                }
              })
          .run(start);
    }
  }

  private static ReplicaSpec spec() {
    return new ReplicaSpec(
        UUID.randomUUID().toString(),
        Models.configuration(
                new ModelSettings("two-layer", HIDDEN, 0.5, 1e-4, false, SHAPE, List.of("a", "b")),
                new Optimization(0.01, 0.9, new GradientClipping.None()),
                1)
            .toJson(),
        AugmentPlan.NONE,
        Chain.of(new Centring(SHAPE.size(), new float[] {128})),
        SHAPE,
        2,
        BATCH,
        UpdaterStatePolicy.KEEP,
        1);
  }
}
