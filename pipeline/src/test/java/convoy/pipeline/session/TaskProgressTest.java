// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.Tuple4;
import scala.collection.JavaConverters;

class TaskProgressTest {
  /** Each call of the clock is ten seconds later, so that each step of a progress is shown. */
  private final AtomicLong clock = new AtomicLong();

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  /** The heartbeat of an executor whose only task has counted so many. */
  private static SparkListenerExecutorMetricsUpdate heartbeat(long accumulator, long count) {
    AccumulableInfo info =
        new AccumulableInfo(
            accumulator,
            Option.apply("things"),
            Option.apply(count),
            Option.empty(),
            false,
            false,
            Option.empty());
    var infos = JavaConverters.asScalaBuffer(List.of(info)).toSeq();
    var task =
        new Tuple4<Object, Object, Object, scala.collection.Seq<AccumulableInfo>>(7L, 1, 0, infos);
    return new SparkListenerExecutorMetricsUpdate(
        "driver",
        JavaConverters.asScalaBuffer(List.of(task)).toSeq(),
        scala.collection.immutable.Map$.MODULE$.empty());
  }

  @Test
  void aTaskIsShownWhileItRunsAndWhenItEnds() {
    CountProgress counts =
        new CountProgress(
            new CountProgress.Words("task", "did", "things"),
            4,
            new PrintStream(printed, true, StandardCharsets.UTF_8),
            () -> clock.addAndGet(TimeUnit.SECONDS.toNanos(10)));
    try (JavaSparkContext spark = ClusterSession.open("local[1]");
        TaskProgress progress = new TaskProgress(spark.sc(), "things", counts)) {
      progress.onExecutorMetricsUpdate(heartbeat(progress.done().id() + 1, 1));
      progress.onExecutorMetricsUpdate(heartbeat(progress.done().id(), 3));
      progress.done().add(4);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .anyMatch(line -> line.startsWith("did 3 of 4 things"))
        .noneMatch(line -> line.startsWith("did 1 of 4 things"));
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .last()
        .asString()
        .startsWith("did 4 of 4 things");
  }
}
