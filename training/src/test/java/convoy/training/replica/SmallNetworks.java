// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.transform.Centring;
import convoy.preprocessing.transform.Chain;
import convoy.preprocessing.transform.Scaling;
import convoy.training.model.GradientClipping;
import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import convoy.training.model.Optimization;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Networks that train in milliseconds. */
final class SmallNetworks {
  static final ImageShape SHAPE = new ImageShape(3, 8, 8);
  static final int CLASSES = 4;
  static final int BATCH = 8;

  private SmallNetworks() {}

  /** The models by name, and {@code batch-norm}, a convnet with it. */
  static final List<String> ALL =
      Stream.concat(Models.NAMES.stream(), Stream.of("batch-norm")).toList();

  /** A run of its own, with momentum. */
  static ReplicaSpec spec(String model, double dropout, long seed) {
    boolean norm = model.equals("batch-norm");
    ModelSettings settings =
        new ModelSettings(
            norm ? "convnet" : model, 16, dropout, 0, norm, SHAPE, List.of("a", "b", "c", "d"));
    return new ReplicaSpec(
        UUID.randomUUID().toString(),
        Models.configuration(
                settings, new Optimization(0.01, 0.9, new GradientClipping.None()), seed)
            .toJson(),
        Chain.of(
            new Centring(SHAPE.size(), new float[] {128}),
            new Scaling(SHAPE.size(), new float[] {64})),
        SHAPE,
        CLASSES,
        BATCH,
        seed);
  }

  /** The same run with updaters that begin every round from zero. */
  static ReplicaSpec resetting(ReplicaSpec spec) {
    return new ReplicaSpec(
        UUID.randomUUID().toString(),
        spec.network(),
        spec.augment(),
        spec.preprocessor(),
        spec.input(),
        spec.classes(),
        spec.batch(),
        UpdaterStatePolicy.RESET,
        spec.seed());
  }
}
