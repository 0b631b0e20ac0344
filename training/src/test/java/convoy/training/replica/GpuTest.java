// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.training.replica.Gpu.Fit;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("gpu")
class GpuTest {
  /** NVIDIA's table of compute capabilities against the kernels of ND4J's CUDA build. */
  @ParameterizedTest
  @CsvSource({
    "Tesla C2075, 2.0, TOO_OLD",
    "GRID K520, 3.0, TOO_OLD",
    "Tesla K40m, 3.5, TOO_OLD",
    "Tesla K80, 3.7, RUNS",
    "Quadro K620, 5.0, RUNS",
    "Tesla M40, 5.2, RUNS",
    "Tegra X1, 5.3, RUNS",
    "Tesla P100-PCIE-16GB, 6.0, RUNS",
    "GeForce GTX 1080 Ti, 6.1, RUNS",
    "Tesla V100-SXM2-16GB, 7.0, RUNS",
    "Tesla T4, 7.5, RUNS",
    "NVIDIA A100-SXM4-40GB, 8.0, RUNS",
    "NVIDIA A10G, 8.6, RUNS",
    "NVIDIA L4, 8.9, RUNS",
    "NVIDIA H100 80GB HBM3, 9.0, TOO_NEW",
    "NVIDIA B200, 10.0, TOO_NEW",
    "NVIDIA GeForce RTX 5090, 12.0, TOO_NEW"
  })
  void theComputeCapabilitySaysWhetherThereAreKernels(String name, String capability, Fit fit) {
    Gpu gpu = Gpu.parse(name + ", " + capability + "\n").get(0);

    assertThat(gpu).isEqualTo(new Gpu(name, capability));
    assertThat(gpu.fit()).isEqualTo(fit);
    assertThat(gpu.line(true))
        .hasLineCount(1)
        .contains(name, "sm_" + capability.replace(".", ""), "sm_37 to sm_86 (and so sm_89) only");
  }

  @Test
  void everyLineIsAGpu() {
    assertThat(Gpu.parse("Tesla T4, 7.5\nNVIDIA H100 PCIe, 9.0\n\n"))
        .containsExactly(new Gpu("Tesla T4", "7.5"), new Gpu("NVIDIA H100 PCIe", "9.0"));
    assertThat(Gpu.parse("")).isEmpty();
  }

  @Test
  void aDriverThatDoesNotSayTheCapabilityLeavesItOpen() {
    assertThat(Gpu.parse("Tesla K80, [N/A]\nOld, odd name\nTesla K20"))
        .extracting(Gpu::fit)
        .containsOnly(Fit.UNKNOWN);
    assertThat(Gpu.parse("Tesla K80, [N/A]")).extracting(Gpu::name).containsExactly("Tesla K80");
    assertThat(new Gpu("Tesla K20", "").line(true)).contains("Tesla K20", "does not say");
  }

  @Test
  void theLineSaysWhatToDo() {
    Gpu hopper = new Gpu("NVIDIA H100 PCIe", "9.0");
    Gpu ampere = new Gpu("NVIDIA A100-SXM4-40GB", "8.0");

    assertThat(hopper.line(true)).contains("cannot be used, whatever the driver", "take an A100");
    assertThat(ampere.line(true)).contains("can be used").doesNotContain("./mvnw");
    assertThat(ampere.line(false)).contains("built without CUDA", "./mvnw -P cuda package");
  }

  @Test
  void aMachineWithoutTheProgramHasNoGpu() {
    assertThat(NvidiaSmi.answer("no-such-nvidia-smi", "name")).isEmpty();
    assertThat(NvidiaSmi.answer("false", "name")).isEmpty();
    assertThat(NvidiaSmi.answer("echo", "name").map(Gpu::parse))
        .contains(List.of(new Gpu("--query-gpu=name --format=csv", "")));
  }
}
