// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.picture.Parsed;
import convoy.training.monitor.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class FaultsSectionTest {
  @Test
  void eachFaultIsARow() {
    Element section =
        Parsed.root(
            FaultsSection.html(
                List.of(
                    new Fault("2026-11-22T10:00:00Z", 0, Fault.Kind.RESUMED, ""),
                    new Fault(
                        "2026-11-22T10:01:00Z", 1200, Fault.Kind.EXECUTOR_LOST, "<b>3</b>"))));

    assertThat(Parsed.texts(section, "th")).contains("resumed", "executor lost");
    assertThat(Parsed.texts(section, "td"))
        .containsExactly(
            "2026-11-22T10:00:00Z", "0", "", "2026-11-22T10:01:00Z", "1,200", "<b>3</b>");
  }

  @Test
  void withoutAFaultThereIsNoSection() {
    assertThat(FaultsSection.html(List.of())).isEmpty();
  }

  @Test
  void pageAndJsonHoldThem() {
    Fault fault = new Fault("2026-11-22T10:00:00Z", 7, Fault.Kind.TASK_FAILED, "why");
    RunReport report =
        new RunReport(
            new RunReport.Origin("t", Map.of(), Map.of(), List.of(fault)),
            new RunReport.Training(
                List.of(),
                FakeRun.cifar10().training().samples(),
                Optional.empty(),
                Optional.empty()),
            RunReport.Results.NONE);

    assertThat(FakePage.section(report, "faults").getTextContent()).contains("task failed");
    assertThat(JsonReport.render(report)).contains("\"TASK_FAILED\"", "\"why\"");
  }
}
