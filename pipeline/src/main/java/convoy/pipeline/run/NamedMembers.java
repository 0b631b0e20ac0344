// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.folder.MemberCheckpoints;
import convoy.pipeline.folder.MemberCheckpoints.Part;
import convoy.pipeline.folder.RunFolder;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.NearestName;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.checkpoint.CheckpointInfo;
import convoy.training.checkpoint.Checkpoints;
import convoy.training.replica.ReplicaSpec;
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

  private NamedMembers(
      JavaSparkContext spark, RunFolder run, RunStatistics statistics, ConvoyConfig config) {
    this.spark = spark;
    this.run = run;
    this.statistics = statistics;
    this.config = config;
  }

  /**
   * Opens the statistics of a run.
   *
   * @throws BadInputException if they are missing or damaged, or the run has not been trained
   */
  static NamedMembers of(JavaSparkContext spark, RunFolder run, ConvoyConfig config)
      throws IOException {
    return new NamedMembers(spark, run, RunStatistics.of(run), config);
  }

  /** What the run preprocesses by. */
  RunStatistics statistics() {
    return statistics;
  }

  /**
   * A member.
   *
   * @param network of the sets, as a checkpoint describes it
   * @param spec of replicas of it, to be asked for answers
   * @param sets whose answers are combined to their mean; at least one
   */
  record Found(CheckpointInfo network, ReplicaSpec spec, List<EvaluatedSet> sets) {}

  /**
   * Reads a member.
   *
   * @throws BadInputException naming those that there are, if there is none of that name; or if a
   *     checkpoint is damaged, or was trained with other statistics; or if an average needs shards
   *     that are gone
   */
  Found find(String name) throws IOException {
    Map<String, List<Part>> members = members();
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
    return found(last.info(), List.of(new EvaluatedSet(name, List.of(), average)));
  }

  /** An average with running statistics of its own. */
  private float[] usable(String name, float[] average, Checkpoint last) throws IOException {
    if (!last.info().model().batchNorm()) {
      return average;
    }
    int batch = config.evaluate().batch();
    try (Recalibration recalibration = new Recalibration(spark, Inputs.of(run), last, batch)) {
      return recalibration.of(List.of(average)).get(0);
    } catch (BadInputException e) {
      throw new BadInputException(
          "the member '%s' needs the shards that the run was trained on, for its batch normalization: %s"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  private Found read(String name, List<Part> parts) throws IOException {
    CheckpointInfo network = null;
    List<EvaluatedSet> sets = new ArrayList<>();
    for (Part part : parts) {
      Checkpoint checkpoint = part.read();
      statistics.requireTrained(checkpoint.info());
      network = checkpoint.info();
      sets.add(new EvaluatedSet(name, List.of(part.name()), checkpoint.state().parameters()));
    }
    return found(network, sets);
  }

  private Found found(CheckpointInfo network, List<EvaluatedSet> sets) {
    int batch = config.evaluate().batch();
    return new Found(network, Networks.toEvaluate(network, statistics.statistics(), batch), sets);
  }

  /** Every member that is made of checkpoints alone, by its name. */
  private Map<String, List<Part>> members() throws IOException {
    MemberCheckpoints checkpoints = new MemberCheckpoints(run);
    Map<String, List<Part>> members = new LinkedHashMap<>();
    members.put("best", checkpoints.best(1));
    members.put("last", List.of(checkpoints.last()));
    members.put("ensemble", checkpoints.best(config.evaluate().ensemble()));
    addSeveral(
        members, "snapshot ensemble", checkpoints.snapshots(config.train().snapshotsTaken()));
    Map<String, Part> bestOfEach = checkpoints.bestOfEach();
    bestOfEach.forEach((name, part) -> members.put(name, List.of(part)));
    addSeveral(members, "member ensemble", List.copyOf(bestOfEach.values()));
    for (Part part : checkpoints.all()) {
      members.put(part.name(), List.of(part));
    }
    return members;
  }

  private static void addSeveral(Map<String, List<Part>> members, String name, List<Part> parts) {
    if (parts.size() > 1) {
      members.put(name, parts);
    }
  }
}
