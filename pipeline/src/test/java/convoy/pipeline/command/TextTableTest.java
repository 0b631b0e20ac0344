// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void theFirstColumnIsAlignedFromTheLeftAndAllOthersFromTheRight() {
    TextTable table = new TextTable("member", "top-1, %").row("best", "7.50").row("ensemble", "-");
    assertThat(table.lines())
        .containsExactly(
            "member    top-1, %", //
            "best          7.50", "ensemble         -");
  }

  @Test
  void aRowHasACellForEveryHeading() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TextTable("a", "b").row("1"));
  }
}
