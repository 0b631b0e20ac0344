// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackendReportTest {
  private static BackendReport report(String backend, boolean oneDnn, String helper) {
    return new BackendReport("1", "host", 2, "CPU of 2026", backend, oneDnn, helper, 1, 1, 0, 0, 0);
  }

  @Test
  void testsRunOnTheFastPathWithOneThread() {
    BackendReport report = BackendReport.ofThisProcess();

    assertThat(report.fastPath()).isTrue();
    assertThat(report.backend()).isEqualTo("CPU");
    assertThat(report.oneDnn()).isTrue();
    assertThat(report.helper()).isEqualTo("MKLDNNConvHelper");
    assertThat(report.openMpThreads()).isEqualTo(1);
    assertThat(report.blasThreads()).isEqualTo(1);
    assertThat(report.process()).isEqualTo(ProcessHandle.current().pid());
    assertThat(report.processor()).isNotBlank();
    assertThat(report.line())
        .contains("oneDNN yes", report.processor())
        .doesNotContain("WARNING")
        .doesNotContain("\n");
  }

  @Test
  void onTheCpuTheFastPathNeedsBothTheOneDnnBuildAndTheHelper() {
    assertThat(report("CPU", true, "MKLDNNConvHelper").fastPath()).isTrue();
    assertThat(report("CPU", false, "MKLDNNConvHelper").fastPath()).isFalse();
    assertThat(report("CPU", true, "none").fastPath()).isFalse();
    assertThat(report("CUDA", false, "none").fastPath()).isTrue();
  }

  @Test
  void aSlowProcessSaysSo() {
    assertThat(report("CPU", true, "none").line()).contains("WARNING", "./convoy");
  }
}
