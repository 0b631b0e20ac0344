// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.pipeline.config.ConfigLoader;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class DivergenceAdviceTest {
  private static String advice(String... assignments) {
    return DivergenceAdvice.of(
        ConfigLoader.load(new Configuration(), List.of(), List.of(assignments)));
  }

  @Test
  void settingsInForceAreNotAdvised() {
    assertThat(advice())
        .isEqualTo(
            "begin again with a learning rate ten times smaller (--learning-rate 0.002), or with a"
                + " warm-up (train.learningRate.warmUp = 1), or clipped gradients (train.clip ="
                + " norm)");
    assertThat(advice("train.clip=norm", "train.learningRate.warmUp=2"))
        .isEqualTo("begin again with a learning rate ten times smaller (--learning-rate 0.002)");
  }

  @Test
  void imagesThatAreNotStandardizedAreToBe() {
    assertThat(advice("preprocess=unit", "train.clip=value", "train.learningRate.initial=3"))
        .isEqualTo(
            "begin again with a learning rate ten times smaller (--learning-rate 0.3), or with a"
                + " warm-up (train.learningRate.warmUp = 1), or --preprocess channel");
  }
}
