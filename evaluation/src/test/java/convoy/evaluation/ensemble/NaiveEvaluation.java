// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import convoy.evaluation.UntrainedNetwork;
import convoy.evaluation.metric.ClassificationMetrics;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.LabelledImage;
import convoy.training.model.ModelSettings;
import convoy.training.replica.ReplicaSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Evaluation as one would write it in a minute: a linear classifier by hand, one image at a time,
 * every member from the beginning.
 */
final class NaiveEvaluation {
  static final ImageShape SHAPE = new ImageShape(1, 2, 3);
  static final int CLASSES = 7;
  static final int BATCH = 4;

  private NaiveEvaluation() {}

  /** The same classifier as a network of Convoy's. */
  static ReplicaSpec spec() {
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g");
    ModelSettings settings = new ModelSettings("softmax", 1, 0, 0, false, SHAPE, names);
    return UntrainedNetwork.of(settings, BATCH);
  }

  /** Weights as Deeplearning4j lays them out, {@code [classes][pixels]}, then biases. */
  static float[] parameters(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] parameters = new float[CLASSES * SHAPE.size() + CLASSES];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextDouble(-3, 3);
    }
    return parameters;
  }

  static ImageBlock images(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LabelledImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[SHAPE.size()];
      for (int j = 0; j < pixels.length; j++) {
        pixels[j] = (byte) random.nextInt(256);
      }
      images.add(new LabelledImage(i, random.nextInt(CLASSES), pixels));
    }
    return new ImageBlock(SHAPE, images);
  }

  static ImageBlock part(ImageBlock block, int from, int to) {
    return new ImageBlock(SHAPE, List.copyOf(block.images().subList(from, to)));
  }

  /** Metrics of the mean of the sets' probabilities. */
  static ClassificationMetrics metrics(ImageBlock block, float[]... sets) {
    ClassificationMetrics metrics = ClassificationMetrics.zero(CLASSES);
    for (int image = 0; image < block.count(); image++) {
      double[] mean = new double[CLASSES];
      for (float[] set : sets) {
        double[] probabilities = probabilities(block, image, set);
        for (int k = 0; k < CLASSES; k++) {
          mean[k] += probabilities[k] / sets.length;
        }
      }
      float[] row = new float[CLASSES];
      for (int k = 0; k < CLASSES; k++) {
        row[k] = (float) mean[k];
      }
      metrics.add(row, 0, block.label(image));
    }
    return metrics;
  }

  /** The class that a set predicts. */
  static int predicted(ImageBlock block, int image, float[] set) {
    double[] row = probabilities(block, image, set);
    int highest = 0;
    for (int k = 1; k < CLASSES; k++) {
      highest = row[k] > row[highest] ? k : highest;
    }
    return highest;
  }

  /** The images turned left to right. */
  static ImageBlock mirrored(ImageBlock block) {
    List<LabelledImage> images = new ArrayList<>();
    for (LabelledImage image : block.images()) {
      byte[] pixels = image.pixels();
      byte[] turned = {pixels[2], pixels[1], pixels[0], pixels[5], pixels[4], pixels[3]};
      images.add(new LabelledImage(image.key(), image.label(), turned));
    }
    return new ImageBlock(SHAPE, images);
  }

  /** The mean probabilities of the same examples in several blocks, {@code [n, classes]}. */
  static float[] mean(List<ImageBlock> views, float[] set) {
    int count = views.get(0).count();
    float[] mean = new float[count * CLASSES];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (ImageBlock view : views) {
        sum += probabilities(view, i / CLASSES, set)[i % CLASSES];
      }
      mean[i] = (float) (sum / views.size());
    }
    return mean;
  }

  private static double[] probabilities(ImageBlock block, int image, float[] set) {
    double[] probabilities = new double[CLASSES];
    double sum = 0;
    for (int k = 0; k < CLASSES; k++) {
      double logit = set[CLASSES * SHAPE.size() + k];
      for (int j = 0; j < SHAPE.size(); j++) {
        int pixel = block.images().get(image).pixels()[j] & 0xff;
        logit += set[k * SHAPE.size() + j] * (pixel / 255.0);
      }
      probabilities[k] = Math.exp(logit);
      sum += probabilities[k];
    }
    for (int k = 0; k < CLASSES; k++) {
      probabilities[k] /= sum;
    }
    return probabilities;
  }
}
