// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecutorSetupTest {
  @Test
  void anExecutorOfAnotherSparkIsSaidWithBothVersions() {
    assertThat(ExecutorSetup.otherSpark("3.5.6", "3.5.6")).isEqualTo(Optional.empty());
    assertThat(ExecutorSetup.otherSpark("3.5.6", "3.5.0").orElseThrow())
        .contains("its Spark is 3.5.0 and the driver's 3.5.6")
        .hasLineCount(1);
  }
}
