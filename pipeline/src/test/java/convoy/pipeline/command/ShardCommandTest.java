// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.decode.DecodedImage;
import convoy.preprocessing.decode.JpegEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code convoy shard} says of a data set, on a few images in a folder of an odd name. */
class ShardCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path temporary;
  private Path raw;

  @BeforeEach
  void drawFiles() throws IOException {
    raw = temporary.resolve("Anna's photos, $HOME & more");
    SplittableRandom random = new SplittableRandom(5);
    for (String split : List.of("train", "val")) {
      for (int i = 0; i < 8; i++) {
        byte[] pixels = new byte[3 * 8 * 8];
        random.nextBytes(pixels);
        Path folder = Files.createDirectories(raw.resolve(split).resolve("class" + i % 2));
        DecodedImage image = new DecodedImage(new ImageShape(3, 8, 8), pixels);
        Files.write(folder.resolve(i + ".jpg"), JpegEncoder.encode(image, 90));
      }
    }
  }

  private JsonNode shard(String output, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of("--source", "folder:" + raw, "--output", temporary.resolve(output).toString()));
    words.addAll(List.of(more));
    return ok("shard", words);
  }

  private JsonNode ok(String command, List<String> more) throws IOException {
    Path json = temporary.resolve("printed.json");
    List<String> words = new ArrayList<>(List.of(command, "--master", "local[2]"));
    words.addAll(List.of("--json", json.toString()));
    words.addAll(more);
    Captured captured = Captured.run(words.toArray(String[]::new));
    assertThat(captured.status()).as(captured.err()).isZero();
    return JSON.readTree(json.toFile());
  }

  /** The words that a shell makes of a command, with another place for its output. */
  private List<String> words(String command, Path output) throws IOException {
    Process shell =
        new ProcessBuilder("sh", "-c", "printf '%s\\n' " + command)
            .redirectErrorStream(true)
            .start();
    List<String> words =
        new ArrayList<>(
            new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList());
    assertThat(words.subList(0, 1)).containsExactly("convoy");
    words.set(words.indexOf("--output") + 1, output.toString());
    return words;
  }

  @Test
  void leaksAndRejectionsAreShown() throws IOException {
    Files.copy(raw.resolve("val/class1/1.jpg"), raw.resolve("train/class0/again.jpg"));
    Files.write(raw.resolve("train/class0/bad.jpg"), new byte[] {1, 2, 3});

    JsonNode kept = shard("kept", "--max-rejected", "0.1");
    JsonNode dropped = shard("dropped", "--max-rejected", "0.1", "--drop-leaks");

    assertThat(kept.get("rejected").asInt()).isEqualTo(1);
    assertThat(kept.get("leaks").asInt()).isEqualTo(1);
    assertThat(kept.get("dropped").asInt()).isZero();
    assertThat(kept.get("trainExamples").asInt()).isEqualTo(9);
    assertThat(dropped.get("dropped").asInt()).isEqualTo(1);
    assertThat(dropped.get("trainExamples").asInt()).isEqualTo(8);
  }

  @Test
  void theManifestsCommandMakesTheSameShardsAgain() throws IOException {
    JsonNode first =
        shard(
            "some shards",
            "--stratified",
            "--resize-shorter",
            "6",
            "--quality",
            "77",
            "--seed",
            "9",
            "--shards-per-split",
            "2");
    Path folder = temporary.resolve("some shards");
    JsonNode origin = JSON.readTree(folder.resolve("manifest.json").toFile()).get("origin");
    assertThat(origin.get("stratified").asBoolean()).isTrue();
    assertThat(origin.get("images").asText()).contains("6 pixels", "quality 77");
    String command = origin.get("made").get("command").asText();

    List<String> words = words(command, temporary.resolve("again"));
    JsonNode again = ok(words.get(1), words.subList(2, words.size()));

    assertThat(again.get("trainDigest")).isEqualTo(first.get("trainDigest"));
    assertThat(again.get("validationDigest")).isEqualTo(first.get("validationDigest"));
    assertThat(again.get("trainShards").asInt()).isEqualTo(2);
    assertThat(command).contains("--output '" + folder + "'");
  }

  @Test
  void theStatisticsCommandMakesTheSameStatisticsAgain() throws IOException {
    shard("shards");
    Path folder = temporary.resolve("the statistics");
    ok(
        "stats",
        List.of(
            "--shards",
            temporary.resolve("shards").toString(),
            "--output",
            folder.toString(),
            "--image-size",
            "4",
            "--components",
            "3",
            "--patches",
            "1",
            "--set",
            "seed=12"));
    JsonNode statistics = JSON.readTree(folder.resolve("statistics.json").toFile());
    JsonNode made = statistics.get("made");
    assertThat(made.get("seed").asText()).isEqualTo("12");
    assertThat(made.fieldNames()).toIterable().contains("convoy", "spark", "java", "tasks");

    List<String> words = words(made.get("command").asText(), temporary.resolve("again"));
    ok(words.get(1), words.subList(2, words.size()));

    JsonNode again = JSON.readTree(temporary.resolve("again/statistics.json").toFile());
    assertThat(again.get("sha256")).isEqualTo(statistics.get("sha256"));
    assertThat(again.get("made")).isNotEqualTo(made);
  }
}
