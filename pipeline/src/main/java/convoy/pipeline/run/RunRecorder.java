// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.config.TrainConfig;
import convoy.pipeline.folder.HistoryFile;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.folder.SampleFiles;
import convoy.training.averaging.RoundEnd;
import convoy.training.averaging.TrainingListener;
import convoy.training.averaging.TrainingState;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.checkpoint.CheckpointInfo;
import convoy.training.monitor.LayerRecord;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Samples;
import convoy.training.monitor.Validation;
import convoy.training.monitor.WorkerRecord;
import convoy.training.replica.Replica;
import convoy.training.schedule.Moment;
import convoy.training.schedule.Snapshots;
import convoy.training.schedule.Trigger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Writes history and checkpoint into the run folder when it is time, and at the end. */
final class RunRecorder implements TrainingListener {
  private final RunFolder run;
  private final Replica replica;
  private final BiFunction<TrainingState, Validation, CheckpointInfo> info;
  private final Trigger when;
  private final int keep;
  private final Snapshots snapshots;
  private final List<RoundRecord> rounds;
  private final List<LayerRecord> layers;
  private final List<WorkerRecord> workers;

  /**
   * A recorder.
   *
   * @param replica of the model, to write checkpoints with
   * @param info what a checkpoint says of itself
   * @param train when checkpoints are written, and how many of the last and of the best stay, and
   *     which stay for good
   * @param rounds of the history so far, when training is resumed
   * @param samples of those rounds
   */
  RunRecorder(
      RunFolder run,
      Replica replica,
      BiFunction<TrainingState, Validation, CheckpointInfo> info,
      TrainConfig train,
      List<RoundRecord> rounds,
      Samples samples) {
    this.run = run;
    this.replica = replica;
    this.info = info;
    this.when = train.checkpointWhen();
    this.keep = train.keepCheckpoints();
    this.snapshots = train.snapshotsTaken();
    this.rounds = new ArrayList<>(rounds);
    this.layers = new ArrayList<>(samples.layers());
    this.workers = new ArrayList<>(samples.workers());
  }

  /**
   * The history first: a run that is resumed from a checkpoint without its history goes on, but
   * lacks its rounds. What was evaluated and reported speaks of the checkpoint before, and goes
   * when that is the last no more: a full disk leaves both. A kill just between the two leaves an
   * evaluation that is out of date until the next checkpoint.
   */
  @Override
  public void roundEnded(RoundEnd end) {
    rounds.add(end.record());
    layers.addAll(end.samples().layers());
    workers.addAll(end.samples().workers());
    if (end.last() || end.fires(when) || takesSnapshot(end.now())) {
      try {
        writeHistory();
        CheckpointInfo of = info.apply(end.state(), end.validation());
        run.checkpoints().write(new Checkpoint(of, end.state()), replica);
        run.remove(run.metrics());
        run.remove(run.mistakes());
        run.remove(run.report());
        run.remove(run.reportJson());
        run.checkpoints().prune(keep, snapshots);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private boolean takesSnapshot(Moment now) {
    return now.endsEpoch() && snapshots.takes(now.epochs());
  }

  /** The rounds so far, whether a checkpoint follows or not. */
  void writeHistory() throws IOException {
    HistoryFile.write(run, rounds);
    SampleFiles.write(run, new Samples(layers, workers));
  }
}
