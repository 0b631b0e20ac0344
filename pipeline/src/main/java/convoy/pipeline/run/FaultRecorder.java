// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.folder.FaultFile;
import convoy.pipeline.folder.RunFolder;
import convoy.training.averaging.RoundEnd;
import convoy.training.averaging.TrainingListener;
import convoy.training.monitor.Fault;
import convoy.training.monitor.Fault.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.SparkContext;
import org.apache.spark.Success$;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts on record what Spark survives while a run is trained. Spark tells of it a little later, from
 * a thread of its own; it is written when the round ends, or the training.
 */
final class FaultRecorder extends SparkListener implements TrainingListener, AutoCloseable {
  /** Spark's words for an executor that it gives back on purpose, as it does with idle ones. */
  private static final String RELEASED = "killed by driver";

  private static final Logger LOG = LoggerFactory.getLogger(FaultRecorder.class);

  private final SparkContext spark;
  private final RunFolder run;
  private final List<Fault> unwritten = new ArrayList<>();
  private int round;

  private FaultRecorder(SparkContext spark, RunFolder run, int round) {
    this.spark = spark;
    this.run = run;
    this.round = round;
  }

  /**
   * Listens from now on, until it is closed.
   *
   * @param round the last that is over
   */
  static FaultRecorder listen(SparkContext spark, RunFolder run, int round) {
    FaultRecorder recorder = new FaultRecorder(spark, run, round);
    spark.addSparkListener(recorder);
    return recorder;
  }

  /** Not what dynamic allocation gives back. */
  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    if (!removed.reason().contains(RELEASED)) {
      note(Kind.EXECUTOR_LOST, "executor %s: %s".formatted(removed.executorId(), removed.reason()));
    }
  }

  /** Neither what was killed because its copy ended first, nor what was lost with its executor. */
  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    String where =
        "task %s on executor %s".formatted(end.taskInfo().index(), end.taskInfo().executorId());
    if (end.reason().equals(Success$.MODULE$)) {
      if (end.taskInfo().speculative()) {
        note(Kind.COPY_WON, where);
      }
    } else if (end.reason() instanceof TaskFailedReason failed
        && !(failed instanceof TaskKilled)
        && !(failed instanceof ExecutorLostFailure)) {
      note(Kind.TASK_FAILED, where + ": " + failed.toErrorString());
    }
  }

  private synchronized void note(Kind kind, String detail) {
    unwritten.add(FaultFile.now(round, kind, detail));
  }

  @Override
  public synchronized void roundEnded(RoundEnd end) {
    write();
    round = end.record().round();
  }

  private void write() {
    if (unwritten.isEmpty()) {
      return;
    }
    try {
      FaultFile.add(run, unwritten);
      unwritten.clear();
    } catch (IOException e) {
      LOG.warn("faults are not on record yet: {}", e.getMessage());
    }
  }

  /** Waits a moment for what Spark has yet to tell. */
  @Override
  public void close() {
    try {
      spark.listenerBus().waitUntilEmpty(1000);
    } catch (TimeoutException e) {
      LOG.info("Spark has more events than it can tell; faults of the last moments may be missing");
    }
    spark.removeSparkListener(this);
    synchronized (this) {
      write();
    }
  }
}
