// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunReportTest {
  @Test
  void partsThatAreNullAreRefusedByName() {
    Map<String, String> provenance = new HashMap<>(Collections.singletonMap("git commit", null));

    assertThatThrownBy(() -> new RunReport.Origin("t", provenance, Map.of()))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("git commit");
    assertThatThrownBy(() -> new RunReport(null, RunReport.Training.NONE, RunReport.Results.NONE))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("origin");
  }

  @Test
  void settingsKeepTheirOrder() {
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("z", "1");
    provenance.put("a", "2");

    assertThat(new RunReport.Origin("t", provenance, Map.of()).provenance().keySet())
        .containsExactly("z", "a");
  }
}
