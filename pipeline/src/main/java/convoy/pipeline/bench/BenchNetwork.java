// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.LabelledImage;
import convoy.preprocessing.transform.Centring;
import convoy.preprocessing.transform.Chain;
import convoy.preprocessing.transform.Preprocessor;
import convoy.preprocessing.transform.Scaling;
import convoy.training.model.GradientClipping;
import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import convoy.training.model.Optimization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** What the training benchmark trains: Convoy's ConvNet on noise in CIFAR-10's shape. */
final class BenchNetwork {
  static final ImageShape INPUT = new ImageShape(3, 32, 32);
  static final int CLASSES = 10;

  /** Low enough for noise with random labels, which nobody can learn. */
  static final double LEARNING_RATE = 1e-3;

  private BenchNetwork() {}

  /**
   * The network.
   *
   * @param hidden units of the dense layer: 256 make 1.1 million parameters, 6,000 make 25 million
   */
  static ComputationGraphConfiguration configuration(int hidden, long seed) {
    return Models.configuration(
        new ModelSettings(
            "convnet", hidden, 0, 0, false, INPUT, Collections.nCopies(CLASSES, "noise")),
        new Optimization(LEARNING_RATE, 0.9, new GradientClipping.None()),
        seed);
  }

  /** Pixels between about -2 and 2. */
  static Preprocessor preprocessor() {
    return Chain.of(
        new Centring(INPUT.size(), new float[] {128}), new Scaling(INPUT.size(), new float[] {64}));
  }

  /** Images of noise with random labels: the same for the same seed. */
  static ImageBlock noise(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LabelledImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[INPUT.size()];
      random.nextBytes(pixels);
      images.add(new LabelledImage(i, random.nextInt(CLASSES), pixels));
    }
    return new ImageBlock(INPUT, images);
  }
}
