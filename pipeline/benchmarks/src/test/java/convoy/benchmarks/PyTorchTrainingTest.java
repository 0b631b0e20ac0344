// SPDX-License-Identifier: Apache-2.0
package convoy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.jni.JniUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PyTorchTrainingTest {
  private static final int THREADS = 1;

  @BeforeAll
  static void prepare() {
    PyTorchTraining.prepare(THREADS);
  }

  @Test
  void theNetworkHasAsManyParametersAsConvoys() {
    try (PyTorchTraining training = new PyTorchTraining(256, 4)) {
      assertThat(training.parameters()).isEqualTo(1_116_970);
    }
    try (PyTorchTraining training = new PyTorchTraining(8, 4)) {
      assertThat(training.parameters())
          .isEqualTo(28 * 32 + 289 * 32 + 289 * 64 + 577 * 64 + 4097 * 8 + 9 * 10);
    }
  }

  @Test
  void threeStepsOnOneMinibatchLowerAFiniteLoss() {
    try (PyTorchTraining training = new PyTorchTraining(256, 4)) {
      float first = training.step();
      float second = training.step();
      float third = training.step();

      assertThat(first).isFinite().isPositive();
      assertThat(second).isLessThan(first);
      assertThat(third).isLessThan(second).isPositive();
    }
  }

  @Test
  void asManyThreadsAsAskedForShareTheWork() {
    try (PyTorchTraining training = new PyTorchTraining(8, 4)) {
      training.step();
      assertThat(JniUtils.getNumThreads()).isEqualTo(THREADS);
    }
  }

  @Test
  void noiseIsBetweenMinusTwoAndTwoAroundNought() {
    Noise noise = Noise.draw(0, 4);
    double sum = 0;
    for (float pixel : noise.images()) {
      assertThat(pixel).isBetween(-2f, 2f);
      sum += pixel;
    }
    assertThat(noise.images()).hasSize(4 * 3 * 32 * 32);
    assertThat(sum / noise.images().length).isCloseTo(0, within(0.1));
    assertThat(noise.labels()).hasSize(4);
  }
}
