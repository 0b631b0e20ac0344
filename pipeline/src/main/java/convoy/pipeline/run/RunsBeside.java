// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.folder.RunFolder;
import convoy.preprocessing.BadInputException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/**
 * Other runs whose best checkpoints are judged beside those of a run, and form an ensemble with its
 * best: runs of other models or settings, on the same splits.
 *
 * @param runs in the order in which they were given
 * @param top how many of the runs, the judged one included, are in the ensemble: those that are
 *     best on validation; at least 1
 */
public record RunsBeside(List<OtherRun> runs, int top) {
  /** None. */
  public static final RunsBeside NONE = new RunsBeside(List.of(), Integer.MAX_VALUE);

  /**
   * One of them.
   *
   * @param name as it was given
   */
  public record OtherRun(String name, RunFolder folder) {}

  /** Copies the list. */
  public RunsBeside {
    runs = List.copyOf(runs);
  }

  /**
   * Refuses a run that would be judged twice.
   *
   * @throws BadInputException if there is one
   */
  void requireDifferent(RunFolder judged) {
    Set<Path> seen = new HashSet<>(Set.of(judged.path()));
    for (OtherRun run : runs) {
      if (!seen.add(run.folder().path())) {
        throw new BadInputException("%s would be judged twice".formatted(run.name()));
      }
    }
  }
}
