// SPDX-License-Identifier: Apache-2.0
package convoy.training.model;

import org.deeplearning4j.nn.conf.GradientNormalization;

/** What is done to gradients that are too large before a local step. */
public sealed interface GradientClipping {
  /** Deeplearning4j's name for it. */
  GradientNormalization normalization();

  /** Above it gradients are clipped. */
  double threshold();

  /** Gradients are taken as they are. */
  record None() implements GradientClipping {
    @Override
    public GradientNormalization normalization() {
      return GradientNormalization.None;
    }

    @Override
    public double threshold() {
      return 1;
    }
  }

  /**
   * Each gradient is cut to {@code [-threshold, threshold]}.
   *
   * @param threshold above 0
   */
  record Value(double threshold) implements GradientClipping {
    public Value {
      requirePositive(threshold);
    }

    @Override
    public GradientNormalization normalization() {
      return GradientNormalization.ClipElementWiseAbsoluteValue;
    }
  }

  /**
   * The gradient of each layer is shortened to an L2 norm of {@code threshold} where it is longer
   * (Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, 2013,
   * layer by layer).
   *
   * @param threshold above 0
   */
  record Norm(double threshold) implements GradientClipping {
    public Norm {
      requirePositive(threshold);
    }

    @Override
    public GradientNormalization normalization() {
      return GradientNormalization.ClipL2PerLayer;
    }
  }

  private static void requirePositive(double threshold) {
    if (!(threshold > 0 && Double.isFinite(threshold))) {
      throw new IllegalArgumentException(
          "gradients are clipped above a number over 0, not " + threshold);
    }
  }
}
