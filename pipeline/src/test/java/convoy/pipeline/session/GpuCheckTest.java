// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.training.replica.BackendReport;
import convoy.training.replica.ExecutorGpus;
import convoy.training.replica.Gpu;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("gpu")
class GpuCheckTest {
  private static final Gpu HOPPER = new Gpu("NVIDIA H100 PCIe", "9.0");
  private static final Gpu AMPERE = new Gpu("NVIDIA A100-SXM4-40GB", "8.0");

  private static BackendReport executor(String name, String backend, String... gpus) {
    return new BackendReport(
        name, "host", 1, "CPU", backend, "CPU", List.of(gpus), true, "Helper", 1, 1, 0, 0, 0, 1);
  }

  private static ExecutorGpus machine(Gpu... gpus) {
    return new ExecutorGpus("1", "host", List.of(gpus));
  }

  @Test
  void gpusThatNothingComputesOnAreRefusedUnlessAllowed() {
    List<BackendReport> executors =
        List.of(executor("0", "CPU", "1"), executor("1", "CPU"), executor("2", "CPU", "0", "3"));

    assertThatThrownBy(() -> GpuCheck.requireNoneIdle(executors, false))
        .isExactlyInstanceOf(BadInputException.class)
        .hasMessageContaining("GPU 1 to executor 0; GPU 0, 3 to executor 2, and")
        .hasMessageContaining("-P cuda")
        .hasMessageContaining("--allow-cpu-fallback")
        .message()
        .hasLineCount(1);
    assertThatCode(() -> GpuCheck.requireNoneIdle(executors, true)).doesNotThrowAnyException();
  }

  @Test
  void gpusThatAreUsedAreNotIdleAndNeitherAreNone() {
    assertThatCode(
            () ->
                GpuCheck.requireNoneIdle(
                    List.of(executor("0", "CUDA", "0"), executor("1", "CPU")), false))
        .doesNotThrowAnyException();
  }

  @Test
  void aBuildWithCudaRefusesAMachineOfGpusWithoutKernels() {
    assertThatThrownBy(() -> GpuCheck.requireUsable(machine(HOPPER, HOPPER)))
        .isExactlyInstanceOf(BadInputException.class)
        .hasMessageContaining("executor 1 on host: NVIDIA H100 PCIe (sm_90) cannot be used")
        .message()
        .hasLineCount(1);
    assertThatCode(() -> GpuCheck.requireUsable(machine(HOPPER, AMPERE)))
        .doesNotThrowAnyException();
  }

  @Test
  void whatCannotBeAskedIsTried() {
    assertThatCode(() -> GpuCheck.requireUsable(machine())).doesNotThrowAnyException();
    assertThatCode(() -> GpuCheck.requireUsable(machine(new Gpu("Tesla T4", ""))))
        .doesNotThrowAnyException();
  }
}
