// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.config.ConvoyConfig;
import convoy.training.model.GradientClipping;
import java.util.ArrayList;
import java.util.List;

/** Names the settings that a training which diverged may be begun again with. */
final class DivergenceAdvice {
  private static final String STANDARDIZED = "channel";

  private DivergenceAdvice() {}

  /** What to change, without what is in force already. */
  static String of(ConvoyConfig config) {
    double rate = config.train().learningRate().initial();
    List<String> others = new ArrayList<>();
    if (config.train().learningRate().warmUp() == 0) {
      others.add("a warm-up (train.learningRate.warmUp = 1)");
    }
    if (config.train().clipping() instanceof GradientClipping.None) {
      others.add("clipped gradients (train.clip = norm)");
    }
    if (!config.preprocess().equals(STANDARDIZED)) {
      others.add("--preprocess " + STANDARDIZED);
    }
    String smaller =
        "begin again with a learning rate ten times smaller (--learning-rate %s)"
            .formatted((float) (rate / 10));
    return others.isEmpty() ? smaller : smaller + ", or with " + String.join(", or ", others);
  }
}
