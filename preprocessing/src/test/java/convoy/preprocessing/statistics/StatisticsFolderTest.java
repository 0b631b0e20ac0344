// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.SampleImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsFolderTest {
  private static final ImageShape SHAPE = new ImageShape(3, 2, 4);

  private static final Map<String, String> MADE = Map.of("command", "convoy stats --shards a");

  @TempDir private Path parent;
  private Path place;
  private StatisticsFolder folder;
  private Statistics statistics;

  @BeforeEach
  void write() throws IOException {
    PixelSums sums = PixelSums.zero(SHAPE);
    SampleImages.correlated(SHAPE, 50, 6).forEach(sums::add);
    statistics = Statistics.of(sums, "0123abcd");
    place = parent.resolve("deeper").resolve("statistics");
    folder = at(place);
    folder.write(statistics, MADE, false);
  }

  @Test
  void readsBackWhatItWroteToTheLastBit() throws IOException {
    assertThat(folder.read()).usingRecursiveComparison().isEqualTo(statistics);
  }

  @Test
  void readsBackPatchesToTheLastBit() throws IOException {
    PixelSums sums = PixelSums.zero(SHAPE);
    SampleImages.correlated(SHAPE, 50, 6).forEach(sums::add);
    Statistics withPatches = Statistics.of(sums, "0123abcd", List.of(2, 1));
    StatisticsFolder other = at(parent.resolve("patches"));
    other.write(withPatches, MADE, false);
    assertThat(other.read()).usingRecursiveComparison().isEqualTo(withPatches);
    assertThat(visible(parent.resolve("patches")))
        .hasSize(11 + 2 * 4)
        .contains(
            "patch-1x1-mean.npy",
            "patch-2x2-covariance.npy",
            "patch-2x2-eigenvalues.npy",
            "patch-2x2-eigenvectors.npy");
  }

  /** Convoy once wrote the sizes with the digits of the default locale. */
  @Test
  void readsPatchesWhoseNamesHaveDigitsOfALocale() throws IOException {
    PixelSums sums = PixelSums.zero(SHAPE);
    SampleImages.correlated(SHAPE, 50, 6).forEach(sums::add);
    Statistics withPatches = Statistics.of(sums, "0123abcd", List.of(2));
    folder.write(withPatches, MADE, true);
    for (String name : visible(place)) {
      Files.deleteIfExists(place.resolve("." + name + ".crc"));
      Files.move(place.resolve(name), place.resolve(name.replace("2x2", "\u06f2x\u06f2")));
    }
    Path manifest = place.resolve("statistics.json");
    String json = Files.readString(manifest);
    Files.writeString(manifest, json.replace("2x2", "\u06f2x\u06f2"));

    assertThat(visible(place)).contains("patch-\u06f2x\u06f2-mean.npy");
    assertThat(folder.read()).usingRecursiveComparison().isEqualTo(withPatches);
  }

  @Test
  void readsBackAFewComponentsWithoutACovariance() throws IOException {
    ValueSums sums = ValueSums.zero(SHAPE);
    SampleImages.correlated(SHAPE, 50, 6).forEach(sums::add);
    PrincipalComponents two =
        new PrincipalComponents(
            new double[] {5, 3},
            Arrays.copyOf(statistics.components().eigenvectors(), 2 * SHAPE.size()),
            0.1 + 8);
    StatisticsFolder other = at(parent.resolve("few"));
    Statistics few = Statistics.of(sums, "0123abcd", two, List.of(PatchStatistics.ofColours(sums)));
    other.write(few, MADE, false);
    Statistics read = other.read();
    assertThat(read).usingRecursiveComparison().isEqualTo(few);
    assertThat(read.hasCovariance()).isFalse();
    assertThat(parent.resolve("few").resolve("covariance.npy")).doesNotExist();
  }

  @Test
  void leavesTheFilesOfTheFormatAndNothingBeside() throws IOException {
    assertThat(visible(place))
        .containsExactlyInAnyOrder(
            "channel-covariance.npy",
            "channel-mean.npy",
            "channel-std.npy",
            "covariance.npy",
            "eigenvalues.npy",
            "eigenvectors.npy",
            "maximum.npy",
            "mean-image.npy",
            "minimum.npy",
            "statistics.json",
            "std-image.npy");
    assertThat(visible(place.getParent())).containsExactly("statistics");
  }

  @Test
  void writesADescriptionThatPeopleCanRead() throws IOException {
    JsonNode json = new ObjectMapper().readTree(place.resolve("statistics.json").toFile());
    assertThat(json.get("format").asText()).isEqualTo("convoy-statistics");
    assertThat(json.get("version").asInt()).isEqualTo(3);
    assertThat(json.get("shape").toString()).isEqualTo("{\"channels\":3,\"height\":2,\"width\":4}");
    assertThat(json.get("count").asLong()).isEqualTo(50);
    assertThat(json.get("splitDigest").asText()).isEqualTo("0123abcd");
    assertThat(json.get("topEigenvalues").get(0).asDouble())
        .isEqualTo(statistics.components().eigenvalues()[0]);
    assertThat(json.get("sha256").get("covariance.npy").asText()).matches("[0-9a-f]{64}");
    assertThat(json.get("sha256")).hasSize(10);
    assertThat(json.get("made").get("command").asText()).isEqualTo("convoy stats --shards a");
  }

  @Test
  void noDigestDependsOnWhoMadeThem() throws IOException {
    StatisticsFolder other = at(parent.resolve("other"));
    other.write(statistics, Map.of("command", "another", "convoy", "2.0"), false);
    assertThat(other.digest()).isEqualTo(folder.digest());
  }

  @Test
  void takesStatisticsFromBeforeItWasSaidWhatMadeThem() throws IOException {
    Path manifest = place.resolve("statistics.json");
    String json = Files.readString(manifest);
    Files.writeString(manifest, json.replaceFirst("\"made\" : \\{[^}]*},", ""));
    Files.delete(place.resolve(".statistics.json.crc"));
    assertThat(json).isNotEqualTo(Files.readString(manifest));
    assertThat(folder.read()).usingRecursiveComparison().isEqualTo(statistics);
  }

  @Test
  void takesStatisticsFromBeforeThereWereFeaturesForThoseOfImages() throws IOException {
    Path manifest = place.resolve("statistics.json");
    String json = Files.readString(manifest);
    Files.writeString(manifest, json.replaceFirst("\"elements\" : \"uint8\",", ""));
    Files.delete(place.resolve(".statistics.json.crc"));
    assertThat(json).isNotEqualTo(Files.readString(manifest));
    assertThat(folder.read()).usingRecursiveComparison().isEqualTo(statistics);
  }

  @Test
  void neverOverwrites() {
    assertThatThrownBy(() -> folder.write(statistics, MADE, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("exists")
        .hasMessageContaining(place.toString(), false);
  }

  @Test
  void leavesNothingOfAWriteThatFailed() {
    Path other = parent.resolve("other").resolve("statistics");
    Statistics broken =
        new Statistics(
            SHAPE,
            ElementType.UINT8,
            50,
            "",
            statistics.pixels(),
            statistics.channels(),
            new double[1],
            statistics.components(),
            List.of());
    assertThatThrownBy(() -> at(other).write(broken, MADE, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(other.getParent()).isEmptyDirectory();
  }

  @Test
  void saysThatThereAreNone() {
    assertThatThrownBy(() -> at(parent.resolve("nowhere")).read())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("there are no statistics in file:")
        .hasMessageContaining("run 'convoy stats' first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mean-image.npy", "eigenvectors.npy"})
  void noticesAMissingFile(String name) throws IOException {
    Files.delete(place.resolve(name));
    assertDamaged(name + ": it is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel-std.npy", "covariance.npy", "maximum.npy"})
  void noticesAChangedBit(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(place.resolve(name));
    bytes[bytes.length - 3] ^= 1;
    replace(name, bytes);
    assertDamaged(name + ": its SHA-256 is not the one in statistics.json");
  }

  @Test
  void noticesAFileCutShortAndOneGrown() throws IOException {
    byte[] bytes = Files.readAllBytes(place.resolve("covariance.npy"));
    replace("covariance.npy", Arrays.copyOf(bytes, 700));
    assertDamaged("covariance.npy: the NumPy file has 700 bytes, not the 4,736 of");
    replace("covariance.npy", Arrays.copyOf(bytes, bytes.length + 1));
    assertDamaged("covariance.npy: the NumPy file has 4,737 bytes, not the 4,736 of");
  }

  @Test
  void noticesWhatHadoopsOwnChecksumNotices() throws IOException {
    byte[] bytes = Files.readAllBytes(place.resolve("covariance.npy"));
    bytes[bytes.length - 3] ^= 1;
    Files.write(place.resolve("covariance.npy"), bytes);
    assertDamaged("covariance.npy: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[1]",
        "not json",
        "{\"format\": null}",
        "{\"format\": \"convoy-statistics\", \"version\": 3}",
        "{\"format\": \"convoy-statistics\", \"version\": 3, \"count\": \"many\"}"
      })
  void noticesADamagedDescription(String json) throws IOException {
    replace("statistics.json", json.getBytes(StandardCharsets.UTF_8));
    assertDamaged("statistics.json: ");
  }

  @Test
  void refusesAnotherVersion() throws IOException {
    String json = Files.readString(place.resolve("statistics.json"));
    replace(
        "statistics.json",
        json.replace("\"version\" : 3", "\"news\" : true, \"version\" : 2")
            .getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(folder::read)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("have version 2, but this Convoy reads version 3; run");
  }

  private void assertDamaged(String how) {
    assertThatThrownBy(folder::read)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("are damaged: " + how)
        .hasMessageNotContaining("\n");
  }

  /** Replaces a file behind Hadoop's back: without its own checksum beside. */
  private void replace(String name, byte[] bytes) throws IOException {
    Files.deleteIfExists(place.resolve("." + name + ".crc"));
    Files.write(place.resolve(name), bytes);
  }

  private static StatisticsFolder at(Path place) throws IOException {
    return new StatisticsFolder(new org.apache.hadoop.fs.Path(place.toUri()), new Configuration());
  }

  private static List<String> visible(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }
}
