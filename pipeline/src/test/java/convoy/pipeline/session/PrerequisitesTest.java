// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import org.junit.jupiter.api.Test;

class PrerequisitesTest {
  @Test
  void aJavaThatSparkDoesNotStartOnIsRefusedInOneLine() {
    for (int version : new int[] {17, 21}) {
      assertThatCode(() -> Prerequisites.requireJava(version)).doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> Prerequisites.requireJava(25))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("Java 25", "JAVA_HOME to a JDK 17", "executors' machines")
        .message()
        .hasLineCount(1);
  }
}
