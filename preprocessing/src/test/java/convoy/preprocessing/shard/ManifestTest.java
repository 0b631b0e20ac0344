// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final ShardOptions OPTIONS = new ShardOptions(3, 0.25, true, new Intake(48, 91));

  private static Manifest manifest(ShardOptions options) {
    return new Manifest(
        Manifest.VERSION,
        new Manifest.Origin("cifar10:/x", 7, 0.1, true, "as they came", options, Map.of("a", "b")),
        new ImageShape(3, 32, 32),
        ElementType.UINT8,
        List.of("cat"),
        new Manifest.LeftOut(Map.of("empty", 2L), 1, 1),
        Map.of(
            "train",
            new Manifest.SplitEntry(
                4,
                List.of(4L),
                "12",
                List.of(new Manifest.ShardEntry("train/p", 4, List.of(4L), "34")))));
  }

  @Test
  void itIsReadAsItWasWritten() {
    assertThat(Manifest.parse(manifest(OPTIONS).toJson(), "m")).isEqualTo(manifest(OPTIONS));
  }

  @Test
  void oneOfBeforeOptionsWereRecordedSaysNothingOfThem() {
    String old = manifest(null).toJson().replaceAll("\"options\" : null,\\s*", "");

    assertThat(old).doesNotContain("options");
    assertThat(Manifest.parse(old, "m")).isEqualTo(manifest(null));
  }

  @Test
  void oneOfBeforeThereWereFeaturesIsOfImages() {
    String old = manifest(OPTIONS).toJson().replace("\"elements\" : \"uint8\",", "");

    assertThat(old).doesNotContain("elements");
    assertThat(Manifest.parse(old, "m")).isEqualTo(manifest(OPTIONS));
  }

  @Test
  void anythingElseThatIsMissingOrOutOfRangeIsNamed() {
    for (String field : List.of("stratified", "maxRejected")) {
      String without = manifest(OPTIONS).toJson().replace('"' + field + '"', "\"other\"");
      assertThatThrownBy(() -> Manifest.parse(without, "m.json"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("m.json is not a manifest of shards");
    }
    String beyond = manifest(OPTIONS).toJson().replace("0.25", "2.5");
    assertThatThrownBy(() -> Manifest.parse(beyond, "m.json"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("m.json is not a manifest of shards", "maxRejected = 2.5");
  }
}
