// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import convoy.preprocessing.BadInputException;
import convoy.training.averaging.RunningAverage;
import convoy.training.averaging.TrainingState;
import convoy.training.replica.FlatArrays;
import convoy.training.replica.Replica;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Reads and writes checkpoints. The file is what Deeplearning4j's {@code
 * ModelSerializer.restoreComputationGraph} reads, with entries of Convoy's beside Deeplearning4j's
 * own: {@code convoy/checkpoint.json}, and the running average's sum, {@code convoy/average.f64},
 * as little-endian doubles without a header.
 */
public final class CheckpointFile {
  private static final String INFO = "convoy/checkpoint.json";
  private static final String AVERAGE = "convoy/average.f64";
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckpointFile() {}

  /**
   * Writes a checkpoint.
   *
   * @param replica a network of the checkpoint's model; its state is set to the checkpoint's
   */
  public static void write(Checkpoint checkpoint, Replica replica, OutputStream out)
      throws IOException {
    TrainingState state = checkpoint.state();
    replica.load(state.parameters(), state.updaterState(), state.globalStep());
    ByteArrayOutputStream network = new ByteArrayOutputStream();
    ModelSerializer.writeModel(replica.graph(), network, true);
    ZipOutputStream zip = new ZipOutputStream(out);
    try (ZipInputStream entries =
        new ZipInputStream(new ByteArrayInputStream(network.toByteArray()))) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        put(zip, entry.getName(), entries.readAllBytes());
      }
    }
    put(zip, INFO, JSON.writeValueAsBytes(checkpoint.info()));
    put(zip, AVERAGE, bytes(state.average().sum()));
    zip.finish();
  }

  /**
   * Reads a checkpoint.
   *
   * @param where names the file in errors
   * @throws BadInputException if it is not one, or damaged
   */
  public static Checkpoint read(InputStream in, String where) {
    Map<String, byte[]> entries = new HashMap<>();
    try {
      byte[] file = in.readAllBytes();
      ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file));
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().startsWith("convoy/")) {
          entries.put(entry.getName(), zip.readAllBytes());
        }
      }
      CheckpointInfo info = JSON.readValue(entry(entries, INFO, where), CheckpointInfo.class);
      if (info.version() != CheckpointInfo.VERSION) {
        throw new BadInputException(
            "checkpoint %s is of version %d; this Convoy reads version %d"
                .formatted(where, info.version(), CheckpointInfo.VERSION));
      }
      double[] average = doubles(entry(entries, AVERAGE, where));
      ComputationGraph graph =
          ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file), true);
      return new Checkpoint(
          info,
          new TrainingState(
              FlatArrays.copy(graph.params()),
              FlatArrays.copy(graph.getUpdater().getStateViewArray()),
              new RunningAverage(info.averageDecay(), average, info.averageWeight()),
              info.epochs(),
              info.rounds(),
              info.globalStep()));
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      // The last two are what Java's zip reader and Deeplearning4j say to names that make no sense.
      throw new BadInputException(
          "checkpoint %s is damaged: %s".formatted(where, e.getMessage()), e);
    }
  }

  private static byte[] entry(Map<String, byte[]> entries, String name, String where) {
    byte[] bytes = entries.get(name);
    if (bytes == null) {
      throw new BadInputException(
          "%s is not a checkpoint of Convoy's, or cut short: it has no %s".formatted(where, name));
    }
    return bytes;
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    // The same checkpoint is the same file, whenever it is written.
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private static byte[] bytes(double[] values) {
    byte[] bytes = new byte[values.length * Double.BYTES];
    littleEndian(bytes).put(values);
    return bytes;
  }

  private static double[] doubles(byte[] bytes) {
    double[] values = new double[bytes.length / Double.BYTES];
    littleEndian(bytes).get(values);
    return values;
  }

  private static DoubleBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
  }
}
