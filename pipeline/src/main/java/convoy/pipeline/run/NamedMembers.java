// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.config.ConvoyConfig;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.NearestName;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.checkpoint.CheckpointInfo;
import convoy.training.checkpoint.Checkpoints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Finds a run's member by the name that an evaluation gives it, and reads the checkpoints that it
 * is made of and no others. Soups and ensembles that are chosen on the validation split have to be
 * chosen first, and are not among these.
 */
final class NamedMembers {
  private final JavaSparkContext spark;
  private final RunFolder run;
  private final RunStatistics statistics;
  private final ConvoyConfig config;

  NamedMembers(
      JavaSparkContext spark, RunFolder run, RunStatistics statistics, ConvoyConfig config) {
    this.spark = spark;
    this.run = run;
    this.statistics = statistics;
    this.config = config;
  }

  /**
   * A member.
   *
   * @param network of the sets, as a checkpoint describes it
   * @param sets whose answers are combined to their mean; at least one
   */
  record Found(CheckpointInfo network, List<EvaluatedSet> sets) {}

  /** A checkpoint that is not read yet. */
  private record Unread(RunFolder run, Checkpoints.Entry entry, String name) {}

  /**
   * Reads a member.
   *
   * @throws BadInputException naming those that there are, if there is none of that name; or if a
   *     checkpoint is damaged, or was trained with other statistics; or if an average needs shards
   *     that are gone
   */
  Found find(String name) throws IOException {
    Map<String, List<Unread>> members = checkpoints();
    if (members.containsKey(name)) {
      return read(name, members.get(name));
    }
    Checkpoints.Entry entry = run.checkpoints().last();
    Checkpoint last = run.checkpoints().read(entry);
    Map<String, float[]> averages = AveragedMembers.asTheyAre(last.state().averages());
    if (!averages.containsKey(name)) {
      List<String> known = new ArrayList<>(members.keySet());
      known.addAll(averages.keySet());
      throw new BadInputException(
          "the run has no member '%s', but: %s; the nearest is '%s'"
              .formatted(name, String.join(", ", known), NearestName.suggest(name, known)));
    }
    statistics.requireTrained(last.info());
    float[] average = usable(name, averages.get(name), last);
    return new Found(last.info(), List.of(new EvaluatedSet(name, List.of(), average)));
  }

  /** An average with running statistics of its own. */
  private float[] usable(String name, float[] average, Checkpoint last) throws IOException {
    if (!last.info().model().batchNorm()) {
      return average;
    }
    try (Recalibration recalibration = new Recalibration(spark, Inputs.of(run), last)) {
      return recalibration.of(List.of(average)).get(0);
    } catch (BadInputException e) {
      throw new BadInputException(
          "the member '%s' needs the shards that the run was trained on, for its batch normalization: %s"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  private Found read(String name, List<Unread> parts) throws IOException {
    CheckpointInfo network = null;
    List<EvaluatedSet> sets = new ArrayList<>();
    for (Unread part : parts) {
      Checkpoint checkpoint = part.run().checkpoints().read(part.entry());
      statistics.requireTrained(checkpoint.info());
      network = checkpoint.info();
      sets.add(new EvaluatedSet(name, List.of(part.name()), checkpoint.state().parameters()));
    }
    return new Found(network, sets);
  }

  /** Every member that is made of checkpoints alone, by its name. */
  private Map<String, List<Unread>> checkpoints() throws IOException {
    Checkpoints own = run.checkpoints();
    Unread last = unread(own.last());
    List<Unread> best = own.best().stream().map(this::unread).toList();
    List<Unread> snapshots =
        own.snapshots(config.train().snapshotsTaken()).stream().map(this::unread).toList();
    Map<String, List<Unread>> members = new LinkedHashMap<>();
    members.put("best", best.subList(0, 1));
    members.put("last", List.of(last));
    members.put("ensemble", best.subList(0, Math.min(config.evaluate().ensemble(), best.size())));
    if (snapshots.size() > 1) {
      members.put("snapshot ensemble", snapshots);
    }
    addOthers(members, best.get(0));
    for (Checkpoints.Entry entry : own.list()) {
      members.put(entry.name(), List.of(unread(entry)));
    }
    return members;
  }

  private void addOthers(Map<String, List<Unread>> members, Unread first) throws IOException {
    List<Unread> all = new ArrayList<>(List.of(first));
    for (RunFolder other : run.members()) {
      if (!other.path().equals(run.path())) {
        Checkpoints.Entry entry = other.checkpoints().best().get(0);
        String folder = other.path().getName();
        Unread best = new Unread(other, entry, "members/" + folder + "/" + entry.name());
        members.put("member " + MemberFolders.number(other.path()), List.of(best));
        all.add(best);
      }
    }
    if (all.size() > 1) {
      members.put("member ensemble", all);
    }
  }

  private Unread unread(Checkpoints.Entry entry) {
    return new Unread(run, entry, entry.name());
  }
}
