// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.training.averaging.TrainingListener;
import convoy.training.averaging.TrainingState;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.checkpoint.CheckpointInfo;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Validation;
import convoy.training.replica.Replica;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Writes history and checkpoint into the run folder at the end of each epoch. */
final class RunRecorder implements TrainingListener {
  private final RunFolder run;
  private final Replica replica;
  private final BiFunction<TrainingState, Validation, CheckpointInfo> info;
  private final int keep;
  private final List<RoundRecord> rounds;

  /**
   * A recorder.
   *
   * @param replica of the model, to write checkpoints with
   * @param info what a checkpoint says of itself
   * @param keep how many of the last and of the best checkpoints stay
   * @param rounds of the history so far, when training is resumed
   */
  RunRecorder(
      RunFolder run,
      Replica replica,
      BiFunction<TrainingState, Validation, CheckpointInfo> info,
      int keep,
      List<RoundRecord> rounds) {
    this.run = run;
    this.replica = replica;
    this.info = info;
    this.keep = keep;
    this.rounds = new ArrayList<>(rounds);
  }

  @Override
  public void roundEnded(RoundRecord round) {
    rounds.add(round);
  }

  /** The history first: a checkpoint without its history could not be resumed. */
  @Override
  public void epochEnded(TrainingState state, Validation validation) {
    try {
      HistoryFile.write(run, rounds);
      run.checkpoints().write(new Checkpoint(info.apply(state, validation), state), replica);
      run.checkpoints().prune(keep);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
