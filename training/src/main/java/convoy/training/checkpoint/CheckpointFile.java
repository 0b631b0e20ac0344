// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import convoy.preprocessing.BadInputException;
import convoy.training.averaging.EpochMean;
import convoy.training.averaging.ParameterAverages;
import convoy.training.averaging.RunningAverage;
import convoy.training.averaging.TrainingState;
import convoy.training.onednn.FastNetwork;
import convoy.training.replica.FlatArrays;
import convoy.training.replica.Replica;
import convoy.training.replica.UpdaterStatePolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Reads and writes checkpoints. The file is what Deeplearning4j's {@code
 * ModelSerializer.restoreComputationGraph} reads, with entries of Convoy's beside Deeplearning4j's
 * own: {@code convoy/checkpoint.json}, and the vectors that training carries along as little-endian
 * numbers without a header, {@code .f32} or {@code .f64}: the sums of the averages, the parameters
 * at the ends of the last epochs, the outer momentum, the updater states of workers that keep their
 * own.
 */
final class CheckpointFile {
  private static final String INFO = "checkpoint.json";
  private static final String EXPONENTIAL = "exponential-average.f64";
  private static final String EPOCH_ENDS = "epoch-ends.f64";
  private static final String LAST_EPOCH = "epoch-end-%04d.f32";
  private static final String OUTER_MOMENTUM = "outer-momentum.f32";
  private static final String UPDATER_STATE = "updater-state-%05d.f32";
  private static final ObjectMapper JSON = new ObjectMapper();

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
    entries.putOwn(INFO, JSON.writeValueAsBytes(checkpoint.info()));
    entries.putOwn(EXPONENTIAL, Vectors.bytes(state.averages().exponential().sum()));
    entries.putOwn(EPOCH_ENDS, Vectors.bytes(state.averages().epochEnds().sum()));
    entries.putOwn(LAST_EPOCH, state.averages().lastEpochs());
    entries.putOwn(OUTER_MOMENTUM, Vectors.bytes(state.outerMomentum()));
    entries.putOwn(UPDATER_STATE, averaged ? List.of() : state.updaterStates());
    entries.finish();
  }

  /**
   * Reads a checkpoint.
   *
   * @param file all its bytes
   * @param where names the file in errors
   * @throws DamagedCheckpointException if it is none, or damaged
   * @throws BadInputException if it is of another version
   */
  static Checkpoint read(byte[] file, String where) {
    try {
      ReadEntries entries = ReadEntries.of(file, where);
      CheckpointInfo info = JSON.readValue(entries.get(INFO), CheckpointInfo.class);
      if (info.version() != CheckpointInfo.VERSION) {
        throw new BadInputException(
            "checkpoint %s is of version %s; this Convoy reads version %s"
                .formatted(where, info.version(), CheckpointInfo.VERSION));
      }
      ComputationGraph graph =
          ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file), true);
      try {
        return new Checkpoint(info, state(info, entries, graph));
      } finally {
        FastNetwork.close(graph);
      }
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      // The last two are what Java's zip reader and Deeplearning4j say to names that make no sense.
      throw new DamagedCheckpointException(where, e.getMessage(), e);
    }
  }

  private static TrainingState state(
      CheckpointInfo info, ReadEntries entries, ComputationGraph graph) {
    CheckpointInfo.Progress progress = info.progress();
    ParameterAverages averages =
        new ParameterAverages(
            new RunningAverage(
                info.averages().decay(),
                Vectors.doubles(entries.get(EXPONENTIAL)),
                progress.averageWeight()),
            new EpochMean(Vectors.doubles(entries.get(EPOCH_ENDS)), progress.epochEnds()),
            entries.floats(LAST_EPOCH, progress.lastEpochs()),
            info.averages());
    return new TrainingState(
        FlatArrays.copy(graph.params()),
        info.updaterState() == UpdaterStatePolicy.AVERAGE
            ? List.of(FlatArrays.copy(graph.getUpdater().getStateViewArray()))
            : entries.floats(UPDATER_STATE, progress.ownUpdaterStates()),
        Vectors.floats(entries.get(OUTER_MOMENTUM)),
        averages,
        progress.position(),
        progress.improvement(),
        progress.firstLoss());
  }
}
