// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The discovery script with an nvidia-smi that is not NVIDIA's. */
@Tag("gpu")
class GpuDiscoveryTest {
  @TempDir private Path bin;

  private Script discover(String nvidiaSmi) throws Exception {
    FakeNvidiaSmi.write(bin, nvidiaSmi);
    return Script.run(Map.of("PATH", bin + ":/usr/bin:/bin"), "cluster/gpu/discover");
  }

  @Test
  void sparkReadsTheNumbersOfTheGpus() throws Exception {
    Script several = discover("[ \"$1\" = --query-gpu=index ] && printf '0\\n1\\n10\\n'");

    assertThat(several.status()).as(several.err()).isZero();
    assertThat(several.out()).isEqualTo("{\"name\":\"gpu\",\"addresses\":[\"0\",\"1\",\"10\"]}\n");
    ResourceInformation read = ResourceInformation.parseJson(several.out());
    assertThat(read.name()).isEqualTo("gpu");
    assertThat(List.of(read.addresses())).containsExactly("0", "1", "10");
    assertThat(discover("echo 0").out()).isEqualTo("{\"name\":\"gpu\",\"addresses\":[\"0\"]}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo broken >&2; exit 9", "echo No devices were found", "true"})
  void withoutGpusItFailsAndSaysWhy(String nvidiaSmi) throws Exception {
    Script failed = discover(nvidiaSmi);

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err()).contains("cluster/gpu/discover: nvidia-smi");
  }

  @Test
  void withoutADriverItFailsAndSaysWhy() throws Exception {
    Files.createSymbolicLink(bin.resolve("bash"), Path.of("/bin/bash"));

    Script failed = Script.run(Map.of("PATH", bin.toString()), "cluster/gpu/discover");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.err()).contains("nvidia-smi is missing or fails");
  }
}
