// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CovarianceMemoryTest {
  private static final long GIBIBYTE = 1L << 30;

  /** 20 d^2 bytes and a tenth that is spare: 200 MiB at 32 x 32, 3.1 GiB at 64 x 64. */
  @Test
  void theLeastHeapGrowsWithTheSquareOfTheValues() {
    assertThat(new CovarianceMemory(3072).least()).isEqualTo(209_715_200L);
    assertThat(new CovarianceMemory(12_288).least()).isEqualTo(16 * 209_715_200L);
  }

  @Test
  void asManyTasksSumAsTheHeapHasRoomFor() {
    assertThat(new CovarianceMemory(3072).tasks(4 * GIBIBYTE, 8)).isEqualTo(8);
    assertThat(new CovarianceMemory(3072).tasks(4 * GIBIBYTE, 64)).isEqualTo(25);
    assertThat(new CovarianceMemory(12_288).tasks(4 * GIBIBYTE, 8)).isEqualTo(1);
    assertThat(new CovarianceMemory(12_288).tasks(8 * GIBIBYTE, 8)).isEqualTo(3);
    assertThat(new CovarianceMemory(12_288).tasks(1, 8)).isEqualTo(1);
  }
}
