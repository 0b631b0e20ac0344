// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.statistics.StatisticsJob.Components;
import convoy.preprocessing.statistics.StatisticsJob.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsMemoryTest {
  private static final long GIBIBYTE = 1L << 30;
  private static final Request LARGE = Request.exact(new ImageShape(3, 64, 64));

  @Test
  void aHeapWithoutRoomForACovarianceIsRefusedWithWhatToChange() {
    assertThatThrownBy(() -> StatisticsMemory.tasks(LARGE, 2, 2 * GIBIBYTE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("12,288 values")
        .hasMessageContaining("takes a Java heap of 3.1 GiB, and the driver has 2.0")
        .hasMessageContaining("CONVOY_MEMORY=4g")
        .hasMessageContaining("--image-size")
        .hasMessageContaining("--components 256")
        .hasMessageContaining("--covariance never");
  }

  @Test
  void fewerTasksSumWhereTheHeapHasNoRoomForMore() {
    assertThat(StatisticsMemory.tasks(LARGE, 4, 4 * GIBIBYTE)).isEqualTo(1);
    assertThat(StatisticsMemory.tasks(LARGE, 4, 64 * GIBIBYTE)).isEqualTo(4);
  }

  @Test
  void statisticsWithoutACovarianceTakeEveryTaskInAnyHeap() {
    Request alone = new Request(LARGE.shape(), List.of(), new Components.None());
    assertThat(StatisticsMemory.tasks(alone, 64, GIBIBYTE)).isEqualTo(64);
  }
}
