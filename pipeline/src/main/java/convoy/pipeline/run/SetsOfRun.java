// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.config.ConvoyConfig;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.checkpoint.Checkpoints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the sets of parameters that a run is judged by, each once however many ensembles it is in:
 * the best checkpoints, the run's end with its averages, the snapshots, and the best checkpoint of
 * each other member.
 */
final class SetsOfRun {
  private static final Logger LOG = LoggerFactory.getLogger(SetsOfRun.class);

  private final RunFolder run;
  private final Inputs inputs;
  private final List<EvaluatedSet> sets = new ArrayList<>();
  private final List<EvaluatedMembers.Ensemble> ensembles = new ArrayList<>();
  private final Map<String, Integer> read = new HashMap<>();

  private SetsOfRun(RunFolder run, Inputs inputs) {
    this.run = run;
    this.inputs = inputs;
  }

  /**
   * Reads them.
   *
   * @param last checkpoint of the run
   * @throws convoy.preprocessing.BadInputException if a checkpoint is damaged, or was trained on
   *     something else than the inputs
   */
  static SetsOfRun of(
      JavaSparkContext spark, RunFolder run, ConvoyConfig config, Inputs inputs, Checkpoint last)
      throws IOException {
    SetsOfRun found = new SetsOfRun(run, inputs);
    found.addBest(config.evaluate().ensemble());
    found.add("last", List.of(), last.state().parameters());
    AveragedMembers.of(spark, inputs, last)
        .forEach((name, average) -> found.add(name, List.of(), average));
    found.addSnapshots(config);
    found.addMembers();
    return found;
  }

  /** The sets, of which the first is the run's best checkpoint. */
  List<EvaluatedSet> sets() {
    return List.copyOf(sets);
  }

  /** The ensembles that are made of them; that of the best checkpoints comes first. */
  List<EvaluatedMembers.Ensemble> ensembles() {
    return List.copyOf(ensembles);
  }

  private int add(String name, List<String> checkpoints, float[] parameters) {
    sets.add(new EvaluatedSet(name, checkpoints, parameters));
    return sets.size() - 1;
  }

  /** The number of a checkpoint of this run, which is read if it was not yet. */
  private int add(String name, Checkpoints checkpoints, Checkpoints.Entry entry)
      throws IOException {
    Integer known = read.get(entry.name());
    if (known != null) {
      return known;
    }
    float[] parameters = checkpoints.read(entry).state().parameters();
    int number = add(name, List.of(entry.name()), parameters);
    read.put(entry.name(), number);
    return number;
  }

  private void addBest(int most) throws IOException {
    Checkpoints checkpoints = run.checkpoints();
    List<Checkpoints.Entry> best = checkpoints.best();
    if (best.size() < most) {
      LOG.info(
          "the ensemble is of {} checkpoint(s), all that the run has kept, not of {}",
          best.size(),
          most);
    }
    List<Integer> numbers = new ArrayList<>();
    for (Checkpoints.Entry entry : best.subList(0, Math.min(most, best.size()))) {
      numbers.add(add(sets.isEmpty() ? "best" : entry.name(), checkpoints, entry));
    }
    ensembles.add(new EvaluatedMembers.Ensemble("ensemble", numbers));
  }

  private void addSnapshots(ConvoyConfig config) throws IOException {
    Checkpoints checkpoints = run.checkpoints();
    List<Integer> numbers = new ArrayList<>();
    for (Checkpoints.Entry entry : checkpoints.snapshots(config.train().snapshotsTaken())) {
      numbers.add(add(entry.name(), checkpoints, entry));
    }
    if (numbers.size() > 1) {
      ensembles.add(new EvaluatedMembers.Ensemble("snapshot ensemble", numbers));
    }
  }

  private void addMembers() throws IOException {
    List<Integer> numbers = new ArrayList<>(List.of(0));
    for (RunFolder member : run.members()) {
      if (member.path().equals(run.path())) {
        continue;
      }
      Checkpoints checkpoints = member.checkpoints();
      Checkpoints.Entry entry = checkpoints.best().get(0);
      Checkpoint best = checkpoints.read(entry);
      inputs.requireTrained(best.info());
      String folder = member.path().getName();
      numbers.add(
          add(
              "member " + Integer.parseInt(folder),
              List.of("members/" + folder + "/" + entry.name()),
              best.state().parameters()));
    }
    if (numbers.size() > 1) {
      ensembles.add(new EvaluatedMembers.Ensemble("member ensemble", numbers));
    }
  }
}
