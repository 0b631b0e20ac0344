// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("gpu")
class DeviceTest {
  @Test
  void onCudaItIsTheGpuThatSparkHasAssigned() {
    assertThat(Device.choose("CUDA", List.of("0"), 1)).isEqualTo(new Device(0));
    assertThat(Device.choose("CUDA", List.of("3"), 4)).isEqualTo(new Device(3));
    assertThat(new Device(3)).hasToString("GPU 3");
  }

  @Test
  void onCudaWithoutAnyAssignedItIsTheFirst() {
    assertThat(Device.choose("CUDA", List.of(), 4)).isEqualTo(new Device(0));
  }

  @Test
  void onTheCpuBackendItIsTheProcessorWhateverIsAssigned() {
    assertThat(Device.choose("CPU", List.of(), 1)).isEqualTo(Device.CPU);
    assertThat(Device.choose("CPU", List.of("7"), 1)).isEqualTo(Device.CPU);
    assertThat(Device.choose("CPU", List.of("0", "1"), 1)).isEqualTo(Device.CPU);
    assertThat(Device.CPU).hasToString("CPU");
    assertThat(Device.CPU.isGpu()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "-1", "", "GPU-5f3c", "00000000000", "0 1"})
  void aGpuThatIsNotThereIsRefused(String address) {
    assertThatThrownBy(() -> Device.choose("CUDA", List.of(address), 2))
        .isExactlyInstanceOf(BadInputException.class)
        .hasMessageContaining("GPU " + address)
        .hasMessageContaining("sees 2 of them")
        .message()
        .hasLineCount(1);
  }

  @Test
  void aTaskWithSeveralGpusIsRefused() {
    assertThatThrownBy(() -> Device.choose("CUDA", List.of("0", "1"), 2))
        .isExactlyInstanceOf(BadInputException.class)
        .hasMessageContaining("0, 1")
        .hasMessageContaining("spark.task.resource.gpu.amount = 1");
  }
}
