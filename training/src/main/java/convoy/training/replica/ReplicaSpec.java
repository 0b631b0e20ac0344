// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.augment.AugmentPlan;
import convoy.preprocessing.transform.Preprocessor;
import java.io.Serializable;

/**
 * Everything that replicas of one run have in common; broadcast once.
 *
 * @param run names the run, so that executors keep the replicas of one run apart from another's; no
 *     two specs have the same
 * @param network Deeplearning4j's configuration as JSON
 * @param augment what training, and training alone, does to images before they are preprocessed
 * @param preprocessor fitted on the training split
 * @param input shape of an image as shards have it; the network sees what the preprocessor makes of
 *     it
 * @param classes that the network tells apart
 * @param batch examples in a minibatch
 * @param updaterState what becomes of the updaters' state between two rounds
 * @param seed of the run
 * @param taught whether training's labels hold a teacher's probabilities beside the one-hot
 *     columns, for a network whose loss takes them
 */
public record ReplicaSpec(
    String run,
    String network,
    AugmentPlan augment,
    Preprocessor preprocessor,
    ImageShape input,
    int classes,
    int batch,
    UpdaterStatePolicy updaterState,
    long seed,
    boolean taught)
    implements Serializable {

  /** Replicas that learn from labels alone. */
  public ReplicaSpec(
      String run,
      String network,
      AugmentPlan augment,
      Preprocessor preprocessor,
      ImageShape input,
      int classes,
      int batch,
      UpdaterStatePolicy updaterState,
      long seed) {
    this(run, network, augment, preprocessor, input, classes, batch, updaterState, seed, false);
  }

  /** Replicas that see images as they are, and average the state of their updaters. */
  public ReplicaSpec(
      String run,
      String network,
      Preprocessor preprocessor,
      ImageShape input,
      int classes,
      int batch,
      long seed) {
    this(
        run,
        network,
        AugmentPlan.NONE,
        preprocessor,
        input,
        classes,
        batch,
        UpdaterStatePolicy.AVERAGE,
        seed);
  }

  /**
   * The same replicas as students of a teacher.
   *
   * @param student the network with a loss that takes a teacher's probabilities
   */
  public ReplicaSpec taught(String student) {
    return new ReplicaSpec(
        run + ", taught",
        student,
        augment,
        preprocessor,
        input,
        classes,
        batch,
        updaterState,
        seed,
        true);
  }

  /** Columns of the labels of a minibatch. */
  int labelColumns() {
    return taught ? 2 * classes : classes;
  }
}
