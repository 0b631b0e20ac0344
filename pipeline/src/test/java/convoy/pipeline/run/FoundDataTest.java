// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.shard.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoundDataTest {
  private static Manifest manifest(Manifest.LeftOut leftOut) {
    Map<String, Manifest.SplitEntry> splits = new LinkedHashMap<>();
    splits.put("train", new Manifest.SplitEntry(1_350, List.of(), "", List.of()));
    splits.put("validation", new Manifest.SplitEntry(150, List.of(), "", List.of()));
    return new Manifest(2, null, null, null, List.of("cat", "dog"), leftOut, splits);
  }

  @Test
  void classesAndExamplesAreCounted() {
    assertThat(FoundData.line(manifest(new Manifest.LeftOut(Map.of(), 0, 0))))
        .isEqualTo("2 classes: 1,350 train, 150 validation");
  }

  @Test
  void whatWasLeftOutIsSaid() {
    assertThat(
            FoundData.line(
                manifest(new Manifest.LeftOut(Map.of("empty", 1L, "truncated", 2L), 5, 4))))
        .isEqualTo(
            "2 classes: 1,350 train, 150 validation; 3 cannot be used (rejected.csv); 5 in two splits"
                + " (leaks.csv); 4 of them dropped");
  }
}
