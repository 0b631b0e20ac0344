// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.BlockId;
import org.junit.jupiter.api.Test;

class AwaitedJobTest {
  /** Counted down by the task that runs, so that its driver is interrupted while it does. */
  private static final CountDownLatch RUNNING = new CountDownLatch(1);

  private final JavaSparkContext spark = LocalSpark.context();

  private JavaRDD<Integer> tasks() {
    return spark.parallelize(List.of(0, 1), 2);
  }

  @Test
  void aJobThatSucceedsGivesItsResult() {
    assertThat(AwaitedJob.run(spark, tasks().map(i -> 10 * i)::collect)).containsExactly(0, 10);
    assertThat(spark.getJobTags()).isEmpty();
  }

  @Test
  void aJobThatFailsHasNoTaskLeft() {
    JavaRDD<Integer> work =
        tasks()
            .map(
                i -> {
                  if (i == 0) {
                    HeldTask.hold();
                  } else {
                    HeldTask.fail();
                  }
                  return i;
                });
    try (HeldTask late = new HeldTask(spark)) {
      assertThatThrownBy(() -> AwaitedJob.run(spark, work::collect))
          .isInstanceOf(SparkException.class)
          .hasMessageContaining("a task fails");
      assertThat(late.hasEnded()).isTrue();
    }
  }

  /** The task never ends by itself. */
  @Test
  void aDriverThatIsInterruptedLeavesNoTaskAndKeepsTheInterrupt() throws InterruptedException {
    JavaRDD<Integer> endless =
        spark
            .parallelize(List.of(0), 1)
            .map(
                i -> {
                  RUNNING.countDown();
                  while (true) {
                    TaskScope.requireWanted();
                    Thread.onSpinWait();
                  }
                });
    boolean[] interrupted = new boolean[1];
    Thread driver =
        new Thread(
            () -> {
              try {
                AwaitedJob.run(spark, endless::collect);
              } catch (Exception e) { // Spark does not declare that it throws InterruptedException
                interrupted[0] = e instanceof InterruptedException;
              }
            });
    driver.start();
    RUNNING.await();
    driver.interrupt();
    driver.join();

    assertThat(interrupted[0]).isTrue();
    assertThat(AwaitedJob.run(spark, tasks()::count)).as("both cores are free").isEqualTo(2);
  }

  @Test
  void whatIsReleasedIsGoneAtOnce() {
    Broadcast<int[]> value = spark.broadcast(new int[1000]);
    JavaRDD<Integer> blocks = tasks().map(i -> value.value()[i]).cache();
    blocks.count();
    assertThat(blocksOf(value, blocks)).isNotEmpty();

    Release.blocks(blocks);
    Release.broadcast(value);

    assertThat(blocksOf(value, blocks)).isEmpty();
  }

  private static List<BlockId> blocksOf(Broadcast<?> value, JavaRDD<?> rdd) {
    List<BlockId> found = new ArrayList<>();
    SparkEnv.get()
        .blockManager()
        .getMatchingBlockIds(
            id ->
                id.name().startsWith("broadcast_" + value.id())
                    || id.name().startsWith("rdd_" + rdd.id() + "_"))
        .foreach(found::add);
    return found;
  }

  @Test
  void outsideOfATaskNothingIsKilled() {
    TaskScope.requireWanted();
  }
}
