// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterManagersTest {
  @ParameterizedTest
  @ValueSource(strings = {"yarn", "k8s://https://host:6443"})
  void aManagerWhoseModuleIsNotThereIsRefusedWithTheCommandThatHasIt(String master) {
    assertThatThrownBy(() -> ClusterSession.open(master))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("spark-submit --master " + master + " --class convoy.pipeline.Convoy")
        .message()
        .hasLineCount(1);
  }

  @Test
  void onlyWhatCanBeOpenedHereIsNamedAsLegal() {
    assertThatThrownBy(() -> ClusterSession.open("nonsense"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("nonsense", "legal here: local[N], spark://HOST:PORT");
    assertThat(ClusterManagers.legal()).doesNotContain("yarn", "k8s");
    assertThatCode(() -> ClusterManagers.requirePresent("spark://yarn:7077"))
        .doesNotThrowAnyException();
  }
}
