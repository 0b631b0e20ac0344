// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.picture.Parsed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class OriginSectionTest {
  @Test
  void barsAreAsLongAsTheirShare() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("train", 30.0);
    seconds.put("evaluate", 10.0);
    seconds.put("broken", Double.NaN);
    Element phases = FakePage.section(FakeRun.of(List.of(), List.of(), seconds), "phases");

    assertThat(Parsed.all(phases, "div"))
        .filteredOn(div -> div.hasAttribute("style"))
        .extracting(bar -> bar.getAttribute("style"))
        .containsExactly("width:75.0%", "width:25.0%", "width:0.0%");
    assertThat(phases.getTextContent()).contains("40.0\u00a0s");
    assertThat(Parsed.texts(phases, "th"))
        .containsSubsequence("train", "evaluate", "broken", "sum");
  }
}
