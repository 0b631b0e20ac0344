// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import convoy.preprocessing.BadInputException;
import convoy.training.averaging.EpochMean;
import convoy.training.averaging.ParameterAverages;
import convoy.training.averaging.RunningAverage;
import convoy.training.averaging.TrainingState;
import convoy.training.model.GradientClipping;
import convoy.training.model.Models;
import convoy.training.model.NetworkSize;
import convoy.training.model.Optimization;
import convoy.training.replica.Replica;
import convoy.training.replica.UpdaterStatePolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Reads and writes checkpoints. The file is what Deeplearning4j's {@code
 * ModelSerializer.restoreComputationGraph} reads, with entries of Convoy's beside Deeplearning4j's
 * own: {@code convoy/checkpoint.json}, and the vectors that training carries along as little-endian
 * numbers without a header, {@code .f32} or {@code .f64}: the sums of the averages, the parameters
 * at the ends of the last epochs, the outer momentum, the updater states of workers that keep their
 * own.
 *
 * <p>A file may come from anywhere. Convoy reads it with a parser of its own, whose every length
 * follows from the checked settings of the model: Deeplearning4j's trusts the file, and crashes or
 * executes what it holds.
 */
final class CheckpointFile {
  /** How a network is trained has no influence on its size. */
  private static final Optimization UNTRAINED = new Optimization(0, 0, new GradientClipping.None());

  private CheckpointFile() {}

  /**
   * Writes a checkpoint.
   *
   * @param replica a network of the checkpoint's model, of Deeplearning4j's own layers, so that it
   *     reads the file without Convoy; its state is set to the checkpoint's
   */
  static void write(Checkpoint checkpoint, Replica replica, OutputStream out) throws IOException {
    TrainingState state = checkpoint.state();
    boolean averaged = checkpoint.info().updaterState() == UpdaterStatePolicy.AVERAGE;
    replica.load(
        state.parameters(),
        averaged ? state.updaterStates().get(0) : new float[0],
        state.position().globalStep());
    ByteArrayOutputStream network = new ByteArrayOutputStream();
    ModelSerializer.writeModel(replica.graph(), network, true);
    ZipEntries entries = new ZipEntries(out);
    try (ZipInputStream own = new ZipInputStream(new ByteArrayInputStream(network.toByteArray()))) {
      for (ZipEntry entry = own.getNextEntry(); entry != null; entry = own.getNextEntry()) {
        entries.put(entry.getName(), own.readAllBytes());
      }
    }
    entries.put(CheckpointLayout.INFO, CheckpointJson.bytes(checkpoint.info()));
    ParameterAverages averages = state.averages();
    entries.put(CheckpointLayout.EXPONENTIAL, Vectors.bytes(averages.exponential().sum()));
    entries.put(CheckpointLayout.EPOCH_ENDS, Vectors.bytes(averages.epochEnds().sum()));
    for (int i = 0; i < averages.lastEpochs().size(); i++) {
      entries.put(CheckpointLayout.lastEpoch(i), Vectors.bytes(averages.lastEpochs().get(i)));
    }
    entries.put(CheckpointLayout.OUTER_MOMENTUM, Vectors.bytes(state.outerMomentum()));
    for (int worker = 0; !averaged && worker < state.updaterStates().size(); worker++) {
      entries.put(
          CheckpointLayout.updaterState(worker), Vectors.bytes(state.updaterStates().get(worker)));
    }
    entries.finish();
  }

  /**
   * Reads a checkpoint.
   *
   * @throws DamagedCheckpointException if it is none, or damaged
   * @throws BadInputException if it is of another version, or does not fit in the heap
   * @throws IOException if the file cannot be reached
   */
  static Checkpoint read(FileBytes file) throws IOException {
    ReadEntries entries = new ReadEntries(file);
    CheckpointInfo info = CheckpointJson.parse(entries.json(CheckpointLayout.INFO), file);
    ComputationGraphConfiguration network = network(info, file);
    CheckpointLayout layout = layout(info, network, file);
    entries.requireExactly(layout);
    String problem = NetworkText.problem(entries.json(ModelSerializer.CONFIGURATION_JSON), network);
    if (problem != null) {
      throw file.damaged(ModelSerializer.CONFIGURATION_JSON + " has " + problem, null);
    }
    return new Checkpoint(info, state(layout, entries));
  }

  private static ComputationGraphConfiguration network(CheckpointInfo info, FileBytes file) {
    try {
      return Models.configuration(info.model(), UNTRAINED, info.seed());
    } catch (BadInputException | IllegalArgumentException | IllegalStateException e) {
      // The last two are how Deeplearning4j refuses layers that do not follow each other.
      throw file.damaged("its model: " + e.getMessage(), e);
    }
  }

  private static CheckpointLayout layout(
      CheckpointInfo info, ComputationGraphConfiguration network, FileBytes file) {
    try {
      return CheckpointLayout.of(info, NetworkSize.of(network));
    } catch (BadInputException | ArithmeticException e) {
      throw file.damaged("its model: " + e.getMessage(), e);
    }
  }

  private static TrainingState state(CheckpointLayout layout, ReadEntries entries)
      throws IOException {
    CheckpointInfo info = layout.info();
    CheckpointInfo.Progress progress = info.progress();
    float[] parameters =
        entries.deeplearning4j(ModelSerializer.COEFFICIENTS_BIN, layout.parameters());
    float[] shared = entries.deeplearning4j(ModelSerializer.UPDATER_BIN, layout.updaterState());
    ParameterAverages averages =
        new ParameterAverages(
            new RunningAverage(
                info.averages().decay(),
                entries.doubles(CheckpointLayout.EXPONENTIAL),
                progress.averageWeight()),
            new EpochMean(entries.doubles(CheckpointLayout.EPOCH_ENDS), progress.epochEnds()),
            entries.floats(layout.lastEpochs()),
            info.averages());
    return new TrainingState(
        parameters,
        layout.isStateShared() ? List.of(shared) : entries.floats(layout.updaterStates()),
        entries.floats(CheckpointLayout.OUTER_MOMENTUM),
        averages,
        progress.position(),
        progress.improvement(),
        progress.firstLoss());
  }
}
