// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchFindingsTest {
  @Test
  void decodingIsComparedByTheMedianOfThePasses() {
    DecodeBench.Findings found =
        DecodeBench.Findings.of(
            new DecodeBench.Files(Collections.nCopies(200, new byte[0]), 2),
            3_000_000,
            7,
            List.of(0.5, 9.0, 0.25),
            List.of(2.0, 1.0, 1.5));

    assertThat(found).isEqualTo(new DecodeBench.Findings(200, 2, 3, 400, 6, 200 / 1.5, 7, 3));
    assertThat(found.ratio()).isEqualTo(found.imagesPerSecond() / found.peerImagesPerSecond());
  }

  @Test
  void shardingIsCountedByTheCore() {
    ShardBench.Findings found =
        new ShardBench.Findings(1_200, 36, 5, 3, 4, new MemoryPeaks(1, 2, 3));

    assertThat(found.examplesPerSecondAndCore()).isEqualTo(100);
    assertThat(found.megabytesPerSecondAndCore()).isEqualTo(3);
  }

  @Test
  void theSlopeOfMllibIsThatBetweenItsSamples() {
    MllibPeer.Measured measured =
        MllibPeer.Measured.of(
            new MllibPeer.Timed(500, 2, Double.NaN), new MllibPeer.Timed(2_000, 5, 65));

    assertThat(measured).isEqualTo(new MllibPeer.Measured(2_000, 5, 0.002, 60));
  }

  @Test
  void noiseMakesNoTimeNegativeAndWhatWasNotAskedForIsNotANumber() {
    MllibPeer.Timed slow = new MllibPeer.Timed(8, 3, 2);

    assertThat(MllibPeer.Measured.of(new MllibPeer.Timed(8, 4, 0), slow))
        .isEqualTo(new MllibPeer.Measured(8, 3, 0, 0));
    assertThat(MllibPeer.Measured.of(slow, new MllibPeer.Timed(8, 3, Double.NaN)))
        .isEqualTo(new MllibPeer.Measured(8, 3, 0, Double.NaN));
  }
}
