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
    return report(executor, backend, gpus, oneDnn, helper, 1L << 30);
  }

  private static BackendReport ofMachine(long machineBytes) {
    return report("1", "CPU", List.of(), true, "oneDNN", machineBytes);
  }

  private static BackendReport report(
      String executor,
      String backend,
      List<String> gpus,
      boolean oneDnn,
      String helper,
      long machineBytes) {
    long heap = 512L << 20;
    return new BackendReport(
        executor,
        "host",
        2,
        "CPU of 2026",
        backend,
        "CPU",
        gpus,
        oneDnn,
        helper,
        1,
        1,
        heap,
        heap / 2,
        2L << 30,
        machineBytes);
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
        .doesNotContain("the fast path is OFF")
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
  void theLimitThatCountsIsTheMachinesWhereThatIsLess() {
    assertThat(BackendReport.ofThisProcess().machineBytes()).isGreaterThan(1L << 28);
    assertThat(ofMachine(1L << 30).line())
        .contains("heap 512 MB, native 256 MB, process 1,024 MB of 1,024 MB")
        .doesNotContain("WARNING");
    assertThat(ofMachine(4L << 30).line()).contains("process 2,048 MB of 4,096 MB");
    assertThat(ofMachine(700L << 20).line())
        .contains("process 700 MB of 700 MB -- WARNING", "CONVOY_MEMORY");
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
