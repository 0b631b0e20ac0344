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
    long seed)
    implements Serializable {

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
}
