// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.ensemble.ModelSoup;
import convoy.evaluation.ensemble.ParameterSets;
import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.config.EvaluateConfig;
import convoy.pipeline.folder.MemberCheckpoints;
import convoy.pipeline.folder.MemberCheckpoints.Part;
import convoy.pipeline.folder.RunFolder;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.checkpoint.Checkpoints;
import convoy.training.model.Models;
import convoy.training.replica.ReplicaSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the sets of parameters that a run is judged by, each once however many ensembles it is in:
 * the best checkpoints and soups of them, the run's end with its averages, the snapshots, and the
 * best checkpoint of each other member and of each run beside it.
 */
final class SetsOfRun {
  private static final Logger LOG = LoggerFactory.getLogger(SetsOfRun.class);

  private final RunFolder run;
  private final ConvoyConfig config;
  private final Recalibration recalibration;
  private final MemberCheckpoints checkpoints;
  private final ReplicaSpec spec;
  private final List<EvaluatedSet> sets = new ArrayList<>();
  private final List<ParameterSets> otherNetworks = new ArrayList<>();
  private final List<EvaluatedMembers.Ensemble> ensembles = new ArrayList<>();
  private final Map<String, Integer> read = new HashMap<>();

  private SetsOfRun(RunFolder run, ConvoyConfig config, Recalibration recalibration) {
    this.run = run;
    this.config = config;
    this.recalibration = recalibration;
    this.checkpoints = new MemberCheckpoints(run);
    this.spec = recalibration.spec();
  }

  /**
   * Reads them.
   *
   * @param recalibration of the run's last checkpoint
   * @param beside other runs
   * @throws convoy.preprocessing.BadInputException if a checkpoint is damaged, or was trained on
   *     something else than the inputs, or a run beside it on other splits
   */
  static SetsOfRun of(
      RunFolder run, ConvoyConfig config, Recalibration recalibration, RunsBeside beside)
      throws IOException {
    beside.requireDifferent(run);
    SetsOfRun found = new SetsOfRun(run, config, recalibration);
    found.addBest(config.evaluate().ensemble());
    found.add("last", List.of(), recalibration.end().state().parameters());
    AveragedMembers.of(recalibration)
        .forEach((name, average) -> found.add(name, List.of(), average));
    found.addSoups();
    found.addSnapshots();
    found.addMembers();
    found.addRuns(beside);
    return found;
  }

  /** The networks that the sets belong to, which have them in the order of {@link #sets}. */
  List<ParameterSets> networks() {
    List<EvaluatedSet> own = sets.subList(0, sets.size() - otherNetworks.size());
    List<ParameterSets> networks = new ArrayList<>();
    networks.add(new ParameterSets(spec, own.stream().map(EvaluatedSet::parameters).toList()));
    networks.addAll(otherNetworks);
    return networks;
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
    return add(new EvaluatedSet(name, checkpoints, parameters));
  }

  private int add(EvaluatedSet set) {
    sets.add(set);
    return sets.size() - 1;
  }

  /** The number of a checkpoint, which is read if it was not yet. */
  private int add(String name, Part part) throws IOException {
    Integer known = read.get(part.name());
    if (known != null) {
      return known;
    }
    Checkpoint checkpoint = part.read();
    if (!checkpoints.isOwn(part)) {
      recalibration.inputs().requireTrained(checkpoint.info());
    }
    int number = add(name, List.of(part.name()), checkpoint.state().parameters());
    read.put(part.name(), number);
    return number;
  }

  private void addBest(int most) throws IOException {
    List<Part> best = checkpoints.best(most);
    if (best.size() < most) {
      LOG.info(
          "the ensemble is of {} checkpoint(s), all that the run has kept, not of {}",
          best.size(),
          most);
    }
    List<Integer> numbers = new ArrayList<>();
    for (Part part : best) {
      numbers.add(add(sets.isEmpty() ? "best" : part.name(), part));
    }
    ensembles.add(new EvaluatedMembers.Ensemble("ensemble", numbers));
  }

  /** Soups of the best checkpoints, where there are several. */
  private void addSoups() {
    List<Integer> best = ensembles.get(0).answers();
    if (best.size() == 1 || config.evaluate().soup().equals(EvaluateConfig.NO_SOUP)) {
      return;
    }
    List<float[]> ingredients = best.stream().map(set -> sets.get(set).parameters()).toList();
    addSoup("uniform soup", best, ModelSoup.uniform(ingredients, this::recalibrated), false);
    boolean validates = recalibration.inputs().shards().manifest().has(Split.VALIDATION);
    if (validates && config.evaluate().soup().equals(EvaluateConfig.GREEDY_SOUP)) {
      try (ValidationSplit validation =
          ValidationSplit.open(recalibration.spark(), recalibration.inputs(), config, spec)) {
        ModelSoup greedy =
            ModelSoup.greedy(
                ingredients,
                this::recalibrated,
                parameters -> validation.validate(parameters).accuracy());
        LOG.info("the greedy soup has {} of {} checkpoints", greedy.ingredients(), best.size());
        addSoup("greedy soup", best, greedy, true);
      }
    }
  }

  private float[] recalibrated(float[] mean) {
    return recalibration.of(List.of(mean)).get(0);
  }

  private void addSoup(String name, List<Integer> best, ModelSoup soup, boolean chosen) {
    List<Integer> ingredients = soup.ingredients().stream().map(best::get).sorted().toList();
    List<String> checkpoints =
        ingredients.stream().flatMap(set -> sets.get(set).checkpoints().stream()).toList();
    add(new EvaluatedSet(name, checkpoints, soup.parameters(), ingredients, chosen, false));
  }

  private void addSnapshots() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (Part part : checkpoints.snapshots(config.train().snapshotsTaken())) {
      numbers.add(add(part.name(), part));
    }
    addSeveral("snapshot ensemble", numbers);
  }

  private void addMembers() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (Map.Entry<String, Part> best : checkpoints.bestOfEach().entrySet()) {
      numbers.add(add(best.getKey(), best.getValue()));
    }
    addSeveral("member ensemble", numbers);
  }

  private void addSeveral(String name, List<Integer> numbers) {
    if (numbers.size() > 1) {
      ensembles.add(new EvaluatedMembers.Ensemble(name, numbers));
    }
  }

  private void addRuns(RunsBeside beside) throws IOException {
    Map<Integer, Double> accuracies = new HashMap<>();
    accuracies.put(0, run.checkpoints().best().get(0).validationAccuracy());
    for (RunsBeside.OtherRun other : beside.runs()) {
      Checkpoints checkpoints = other.folder().checkpoints();
      Checkpoints.Entry entry = checkpoints.best().get(0);
      accuracies.put(addNetwork(other, checkpoints.read(entry), entry), entry.validationAccuracy());
    }
    List<Integer> best =
        accuracies.keySet().stream()
            .sorted(
                Comparator.<Integer>comparingDouble(set -> -accuracies.get(set))
                    .thenComparing(set -> set))
            .limit(beside.top())
            .toList();
    if (best.size() > 1) {
      ensembles.add(
          new EvaluatedMembers.Ensemble("ensemble of runs", best, best.size() < accuracies.size()));
    }
  }

  /** The number of another run's checkpoint. */
  private int addNetwork(RunsBeside.OtherRun other, Checkpoint checkpoint, Checkpoints.Entry entry)
      throws IOException {
    Inputs inputs = Inputs.of(other.folder());
    inputs.requireTrained(checkpoint.info());
    recalibration.inputs().requireSameImages(inputs, other.name());
    String own = recalibration.end().info().model().name();
    String model = checkpoint.info().model().name();
    if (Models.givesProbabilities(model) != Models.givesProbabilities(own)) {
      throw new BadInputException(
          "%s is of model %s, and the run of %s: scores and probabilities cannot be judged together"
              .formatted(other.name(), model, own));
    }
    ReplicaSpec network =
        Networks.toEvaluate(checkpoint.info(), inputs.statistics(), config.evaluate().batch());
    float[] parameters = checkpoint.state().parameters();
    otherNetworks.add(new ParameterSets(network, List.of(parameters)));
    return add(
        new EvaluatedSet(
            "best of " + other.name(),
            List.of(other.name() + "/" + entry.name()),
            parameters,
            List.of(),
            false,
            true));
  }
}
