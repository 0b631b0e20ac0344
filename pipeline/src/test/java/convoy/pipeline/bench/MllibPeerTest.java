// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

class MllibPeerTest {
  /** 1 second whatever the rows and 2 ms a row: 2,000 rows take 5 s, 50,000 take 101 s. */
  @Test
  void scalesOnlyWhatDependsOnTheRows() {
    MllibPeer.Measured measured = new MllibPeer.Measured(2000, 5, 0.002, 60);
    assertThat(measured.covarianceSeconds(50_000)).isCloseTo(101, within(1e-9));
    assertThat(measured.covarianceSeconds(2000)).isEqualTo(5);
  }

  @Test
  void takesTheMiddleOfItsTimes() {
    assertThat(Stopwatch.median(List.of(3.0))).isEqualTo(3);
    assertThat(Stopwatch.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(Stopwatch.median(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3);
  }

  /** Far more than what the JVM takes and gives back beside it meanwhile. */
  @Test
  void seesMemoryThatIsTakenBesideTheHeap() throws InterruptedException {
    // Arrays of earlier tests are given back a moment after their garbage is collected.
    System.gc();
    Thread.sleep(500);
    try (MemoryWatch watch = new MemoryWatch()) {
      long before = watch.peaks().nativeMemory();
      try (var taken = new BytePointer(1L << 30)) {
        taken.fill(1);
        MemoryPeaks peaks = watch.peaks();
        assertThat(peaks.nativeMemory()).isGreaterThan(before + (500L << 20));
        assertThat(peaks.nativeMemory()).isLessThanOrEqualTo(peaks.resident());
        assertThat(peaks.heap()).isPositive();
      }
    }
  }
}
