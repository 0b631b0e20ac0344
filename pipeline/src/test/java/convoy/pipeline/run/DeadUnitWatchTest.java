// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.training.monitor.Distribution;
import convoy.training.monitor.LayerRecord;
import convoy.training.monitor.LayerSample;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadUnitWatchTest {
  private static LayerRecord layer(String name, double dead) {
    Distribution none = Distribution.NONE;
    return new LayerRecord(7, new LayerSample(name, 1, 1, none, none, dead));
  }

  @Test
  void layersThatDiedAreNamedWithTheirShares() {
    assertThat(
            DeadUnitWatch.dead(
                List.of(
                    layer("conv3", 0.8),
                    layer("conv4", 0.97),
                    layer("hidden", 0.8125),
                    layer("scores", Double.NaN))))
        .isEqualTo("97 % of conv4, 81 % of hidden");
    assertThat(DeadUnitWatch.dead(List.of())).isEmpty();
  }
}
