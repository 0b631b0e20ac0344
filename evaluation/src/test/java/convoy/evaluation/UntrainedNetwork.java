// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation;

import convoy.preprocessing.transform.Scaling;
import convoy.training.model.GradientClipping;
import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import convoy.training.model.Optimization;
import convoy.training.replica.ReplicaSpec;
import java.util.UUID;

/** Networks that tests ask, whose images are pixels divided by 255. */
public final class UntrainedNetwork {
  private UntrainedNetwork() {}

  /** What replicas of such a network are built from. */
  public static ReplicaSpec of(ModelSettings model, int batch) {
    return new ReplicaSpec(
        UUID.randomUUID().toString(),
        Models.configuration(model, new Optimization(0, 0, new GradientClipping.None()), 1)
            .toJson(),
        new Scaling(model.input().size(), new float[] {255}),
        model.input(),
        model.classes(),
        batch,
        1);
  }
}
