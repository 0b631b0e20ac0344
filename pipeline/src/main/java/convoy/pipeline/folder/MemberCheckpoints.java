// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import convoy.training.checkpoint.Checkpoint;
import convoy.training.checkpoint.Checkpoints;
import convoy.training.schedule.Snapshots;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which checkpoints form which member of a run; none of them is read before it is asked for.
 */
public record MemberCheckpoints(RunFolder run) {
  /**
   * A checkpoint.
   *
   * @param of the run that it lies in: the run itself, or another member's
   * @param name as {@code metrics.json} has it, below the run's own checkpoints or, of another
   *     member, below the run folder
   */
  public record Part(RunFolder of, Checkpoints.Entry entry, String name) {
    /**
     * Reads it.
     *
     * @throws convoy.preprocessing.BadInputException if it is damaged
     */
    public Checkpoint read() throws IOException {
      return of.checkpoints().read(entry);
    }
  }

  /**
   * The last checkpoint.
   *
   * @throws convoy.preprocessing.BadInputException if there is none
   */
  public Part last() throws IOException {
    return own(run.checkpoints().last());
  }

  /** The run's own checkpoints, from the first to the last, each a member alone. */
  public List<Part> all() throws IOException {
    return own(run.checkpoints().list());
  }

  /**
   * The best checkpoints on validation, the very best first: {@code best} and {@code ensemble}.
   *
   * @param most how many; fewer where the run has kept fewer
   * @throws convoy.preprocessing.BadInputException if there is none
   */
  public List<Part> best(int most) throws IOException {
    List<Checkpoints.Entry> best = run.checkpoints().best();
    return own(best.subList(0, Math.min(most, best.size())));
  }

  /** The snapshots, in their order: {@code snapshot ensemble}, where there are several. */
  public List<Part> snapshots(Snapshots taken) throws IOException {
    return own(run.checkpoints().snapshots(taken));
  }

  /**
   * The best checkpoint of each member that was trained, by the member's name, the run's own,
   * {@code best}, first: {@code member ensemble}, where there are several.
   */
  public Map<String, Part> bestOfEach() throws IOException {
    Map<String, Part> best = new LinkedHashMap<>();
    for (RunFolder member : run.members()) {
      Checkpoints.Entry entry = member.checkpoints().best().get(0);
      if (member.path().equals(run.path())) {
        best.put("best", own(entry));
      } else {
        String name = MemberFolders.below(member.path()) + "/" + entry.name();
        String called = "member " + MemberFolders.number(member.path());
        best.put(called, new Part(member, entry, name));
      }
    }
    return best;
  }

  /** Whether a checkpoint is the run's own, and not another member's. */
  public boolean isOwn(Part part) {
    return part.of().path().equals(run.path());
  }

  private List<Part> own(List<Checkpoints.Entry> entries) {
    return entries.stream().map(this::own).toList();
  }

  private Part own(Checkpoints.Entry entry) {
    return new Part(run, entry, entry.name());
  }
}
