// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.Split;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                List.of(
                    new Manifest.ShardEntry("train/part-00000.parquet", 4, List.of(4L), "34")))));
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

  /** An absolute path was followed, and the digest of what is there printed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../etc/passwd",
        "/etc/passwd",
        "http://localhost/part-00000.parquet",
        "file:///etc/passwd",
        "train/../../x/part-00000.parquet",
        "train/../train/part-00000.parquet",
        "test/part-00000.parquet",
        "train/part-00000.parquet/../x",
        "part-00000.parquet",
        "train/",
        ""
      })
  void aFileThatIsNoShardOfTheFolderIsRefused(String file) {
    String changed = manifest(OPTIONS).toJson().replace("train/part-00000.parquet", file);

    assertThatThrownBy(() -> Manifest.parse(changed, "m.json"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(
            "m.json is not a manifest of shards: splits.train.shards[0].file is '%s', not"
                .formatted(file));
  }

  @Test
  void aShardOfARunUnderAnotherLanguageIsRead() {
    String other = manifest(OPTIONS).toJson().replace("part-00000", "part-۰۰۰۰۰");

    assertThat(Manifest.parse(other, "m").split(Split.TRAIN).shards().get(0).file())
        .isEqualTo("train/part-۰۰۰۰۰.parquet");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"train/part-00000.parquet\" | null | file",
        "\"count\" : 4, | \"count\" : 5, | count is 5, not 4 as its classes",
        "\"count\" : 4, | \"count\" : 4.5, | count",
        "\"count\" : 4, | \"count\" : null, | count",
        "\"count\" : 4, | '' | count",
        "[ 4 ] | [ 2, 2 ] | is of 2 classes, not of 1",
        "[ 4 ] | [ null ] | classHistogram",
        "[ 4 ] | [ 9223372036854775807 ] | has the number 9223372036854775807",
        "[ \"cat\" ] | [ ] | classNames is empty",
        "[ \"cat\" ] | [ null ] | classNames",
        "\"train\" : { | \"tr\\nain\" : { | splits.tr?ain is no split",
        "\"height\" : 32 | \"height\" : 2000000000 | more values than an array holds",
        "\"splits\" : { | \"splits\" : [ | not JSON from line"
      })
  void numbersThatDoNotAgreeAreRefusedInOneLine(String from, String to, String why) {
    String whole = manifest(OPTIONS).toJson();
    assertThat(whole).contains(from);

    assertThatThrownBy(() -> Manifest.parse(whole.replace(from, to), "m.json"))
        .isInstanceOf(BadInputException.class)
        .satisfies(
            refused ->
                assertThat(refused.getMessage())
                    .startsWith("m.json is not a manifest of shards: ")
                    .contains(why)
                    .doesNotContain("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{", "3"})
  void jsonOfSomethingElseIsRefused(String json) {
    assertThatThrownBy(() -> Manifest.parse(json, "m.json"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("m.json is ");
  }
}
