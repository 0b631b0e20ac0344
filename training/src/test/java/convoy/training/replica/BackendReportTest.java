// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BackendReportTest {
  private static BackendReport report(String backend, boolean oneDnn, String helper) {
    return report("1", backend, List.of(), oneDnn, helper);
  }

  private static BackendReport report(
      String executor, String backend, List<String> gpus, boolean oneDnn, String helper) {
    return new BackendReport(
        executor, "host", 2, "CPU of 2026", backend, "CPU", gpus, oneDnn, helper, 1, 1, 0, 0, 0);
  }

  private static BackendReport given(String executor, String... gpus) {
    return report(executor, "CPU", List.of(gpus), true, "MKLDNNConvHelper");
  }

  @Test
  void testsRunOnTheFastPathWithOneThread() {
    BackendReport report = BackendReport.ofThisProcess();

    assertThat(report.fastPath()).isTrue();
    assertThat(report.backend()).isEqualTo("CPU");
    assertThat(report.device()).isEqualTo("CPU");
    assertThat(report.gpus()).isEmpty();
    assertThat(report.oneDnn()).isTrue();
    assertThat(report.helper()).startsWith("oneDNN 2.");
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

  @Test
  void anExecutorIsNamedOnceWithTheGpusOfAllItsTasks() {
    List<BackendReport> reports =
        BackendReport.byExecutor(
            List.of(given("1", "1"), given("0", "3"), given("1", "0"), given("1", "1")));

    assertThat(reports).extracting(BackendReport::executor).containsExactly("0", "1");
    assertThat(reports)
        .extracting(BackendReport::gpus)
        .containsExactly(List.of("3"), List.of("0", "1"));
    assertThat(reports.get(1).line()).contains("CPU (GPU 0, 1 assigned by Spark)");
  }

  @Test
  void gpusAreIdleWhereTheBackendIsTheProcessors() {
    assertThat(given("1", "0").leavesGpusIdle()).isTrue();
    assertThat(given("1").leavesGpusIdle()).isFalse();
    assertThat(report("1", "CUDA", List.of("0"), false, "none").leavesGpusIdle()).isFalse();
  }
}
