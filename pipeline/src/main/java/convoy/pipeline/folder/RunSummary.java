// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import convoy.preprocessing.BadInputException;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.checkpoint.Checkpoints;
import convoy.training.monitor.RoundRecord;
import convoy.training.replica.ParameterDigest;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param run its folder
 * @param digest SHA-256 of the final parameters
 * @param epochs trained
 * @param rounds trained
 * @param imagesPerSecond in training: examples over the time of the rounds, validation excepted
 * @param loss of the last round
 * @param validationAccuracy of the last checkpoint; null where it was not validated, as one within
 *     an epoch may be, or where there is no validation split
 * @param bestValidationAccuracy of all checkpoints; null where none was validated
 * @param seconds by phase
 */
public record RunSummary(
    String run,
    String digest,
    int epochs,
    int rounds,
    double imagesPerSecond,
    double loss,
    Double validationAccuracy,
    Double bestValidationAccuracy,
    Map<String, Double> seconds) {

  /**
   * The digest alone, from the last checkpoint.
   *
   * @throws BadInputException if the run has no checkpoint
   */
  public static String digest(RunFolder run) throws IOException {
    Checkpoints checkpoints = run.checkpoints();
    return ParameterDigest.of(checkpoints.read(checkpoints.last()).state().parameters());
  }

  /**
   * Reads a run's folder.
   *
   * @throws BadInputException if the run has no checkpoint or no history
   */
  public static RunSummary of(RunFolder run) throws IOException {
    Checkpoints checkpoints = run.checkpoints();
    Checkpoint last = checkpoints.read(checkpoints.last());
    Checkpoint best = checkpoints.read(checkpoints.best().get(0));
    List<RoundRecord> rounds = HistoryFile.read(run);
    if (rounds.isEmpty()) {
      throw new BadInputException(run.path() + " has checkpoints, but no history.csv");
    }
    double seconds =
        rounds.stream().mapToDouble(round -> round.examples() / round.imagesPerSecond()).sum();
    long examples = rounds.stream().mapToLong(RoundRecord::examples).sum();
    return new RunSummary(
        run.path().toString(),
        ParameterDigest.of(last.state().parameters()),
        last.state().position().epochs(),
        last.state().position().rounds(),
        examples / seconds,
        rounds.get(rounds.size() - 1).loss(),
        last.info().validationAccuracy(),
        best.info().validationAccuracy(),
        new PhaseTimes(run).read());
  }
}
