// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import convoy.training.model.NetworkSize;
import convoy.training.replica.UpdaterStatePolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.util.ModelSerializer;

/**
 * The entries of a checkpoint's file and their sizes, which follow from what the checkpoint is.
 *
 * @param info of the checkpoint
 * @param parameters how many the network has
 * @param updaterState how many numbers the updater of one network carries along
 */
record CheckpointLayout(CheckpointInfo info, int parameters, int updaterState) {
  /** Convoy's own entries lie in a folder of their own. */
  static final String FOLDER = "convoy/";

  static final String INFO = FOLDER + "checkpoint.json";
  static final String EXPONENTIAL = FOLDER + "exponential-average.f64";
  static final String EPOCH_ENDS = FOLDER + "epoch-ends.f64";
  static final String OUTER_MOMENTUM = FOLDER + "outer-momentum.f32";

  /** Entries that every checkpoint has. */
  private static final int FIXED = 7;

  /**
   * The layout of a checkpoint with a network of that size.
   *
   * @throws convoy.preprocessing.BadInputException if the network has more parameters than a
   *     checkpoint holds
   */
  static CheckpointLayout of(CheckpointInfo info, NetworkSize size) {
    Checkpoints.requireHeld(size);
    return new CheckpointLayout(info, (int) size.parameters(), (int) size.updaterState());
  }

  static String lastEpoch(int index) {
    return String.format(Locale.ROOT, FOLDER + "epoch-end-%04d.f32", index);
  }

  static String updaterState(int worker) {
    return String.format(Locale.ROOT, FOLDER + "updater-state-%05d.f32", worker);
  }

  /** How many entries there are, without naming them: a number that is wrong may be a large one. */
  long entries() {
    return (long) FIXED + info.progress().lastEpochs() + info.progress().ownUpdaterStates();
  }

  /** The parameters at the ends of the last epochs. */
  List<String> lastEpochs() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < info.progress().lastEpochs(); i++) {
      names.add(lastEpoch(i));
    }
    return names;
  }

  /** The updater states of workers that keep their own. */
  List<String> updaterStates() {
    List<String> names = new ArrayList<>();
    for (int worker = 0; worker < info.progress().ownUpdaterStates(); worker++) {
      names.add(updaterState(worker));
    }
    return names;
  }

  /** Whether all workers share an updater state, which is then that of Deeplearning4j's file. */
  boolean isStateShared() {
    return info.updaterState() == UpdaterStatePolicy.AVERAGE;
  }

  /** The legal numbers of bytes of each entry by its name; those of a text may be any. */
  Map<String, List<Long>> sizes() {
    long floats = (long) Float.BYTES * parameters;
    long doubles = (long) Double.BYTES * parameters;
    Map<String, List<Long>> sizes = new LinkedHashMap<>();
    sizes.put(ModelSerializer.CONFIGURATION_JSON, List.of());
    sizes.put(ModelSerializer.COEFFICIENTS_BIN, List.of(Deeplearning4jArray.bytes(parameters)));
    sizes.put(ModelSerializer.UPDATER_BIN, List.of(Deeplearning4jArray.bytes(updaterState)));
    sizes.put(INFO, List.of());
    sizes.put(EXPONENTIAL, List.of(doubles));
    sizes.put(EPOCH_ENDS, List.of(info.progress().epochEnds() == 0 ? 0 : doubles));
    sizes.put(OUTER_MOMENTUM, List.of(floats, 0L));
    lastEpochs().forEach(name -> sizes.put(name, List.of(floats)));
    updaterStates().forEach(name -> sizes.put(name, List.of((long) Float.BYTES * updaterState)));
    return sizes;
  }
}
