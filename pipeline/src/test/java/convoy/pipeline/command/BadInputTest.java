// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user may get wrong: one line that helps, exit 2, nothing written. */
class BadInputTest {
  private static final String SMALL = "synthetic:train=200,test=20,seed=1";

  @TempDir static Path shared;
  @TempDir Path temporary;

  @BeforeAll
  static void prepare() {
    ok("shard --master local[2] --source %s -o %s", SMALL, shared.resolve("shards"));
    ok(
        "shard --master local[2] --source %s -o %s",
        "synthetic:train=200,test=20,seed=2", shared.resolve("others"));
    ok(
        "stats --master local[2] --shards %s --image-size 8 -o %s",
        shared.resolve("others"), shared.resolve("otherStatistics"));
  }

  private static void ok(String line, Object... values) {
    Captured captured = Captured.line(line, values);
    assertThat(captured.status()).as(captured.err()).isZero();
  }

  private Captured run(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "--run", temporary.resolve("run").toString()));
    if (!List.of(more).contains("--master")) {
      arguments.addAll(List.of("--master", "local[2]"));
    }
    arguments.addAll(List.of(more));
    return Captured.run(arguments.toArray(String[]::new));
  }

  private void refused(Captured captured, String... parts) {
    assertThat(captured.status()).as(captured.err()).isEqualTo(2);
    assertThat(captured.complaint()).contains(parts).doesNotContain("\n");
    assertThat(captured.err()).doesNotContain("\tat ");
    assertThat(captured.out()).isEmpty();
    assertThat(temporary.resolve("run")).doesNotExist();
  }

  @Test
  void anUnknownKeyComesWithTheNearestOne() {
    refused(run("--set", "train.epoch=3"), "train.epoch", "train.epochs");
  }

  @Test
  void anUnknownKeyInAFileComesWithTheFile() throws IOException {
    Path file = Files.writeString(temporary.resolve("my.conf"), "convoy { train { bach = 3 } }");
    refused(run("--config", file.toString()), "my.conf", "train.bach", "train.batch");
  }

  @Test
  void oneClassIsRefusedBeforeAnythingIsWritten() throws IOException {
    Path photos = Files.createDirectories(temporary.resolve("photos/cat"));
    Files.writeString(photos.resolve("a.jpg"), "never read");
    refused(
        run("--source", "folder:" + photos.getParent()),
        "photos has one class, 'cat', and a network learns to tell two or more apart");
  }

  @Test
  void credentialsAreInNoMessage() {
    refused(run("--source", "folder:nowhere://KEY:SECRET@bucket/x"), "nowhere");
    assertThat(run("--source", "folder:nowhere://KEY:SECRET@bucket/x").err())
        .doesNotContain("SECRET");
  }

  @Test
  void anUnknownModelComesWithTheNearestOne() {
    refused(run("--model", "convnett"), "convnett", "convnet");
  }

  @Test
  void anUnknownPreprocessorComesWithTheNearestOne() {
    refused(run("--preprocess", "chanel"), "chanel", "channel");
  }

  @Test
  void componentsAreRefusedToAModelThatConvolvesBeforeAnythingIsRead() {
    refused(run("--preprocess", "pca=20"), "convnet", "softmax or two-layer", "zca");
  }

  @Test
  void moreComponentsThanAreFoundAreRefusedBeforeAnythingIsRead() {
    refused(
        run("--model", "softmax", "--preprocess", "pca-whiten=20", "--components", "19"),
        "keeps 20 principal components",
        "have 19",
        "statistics.components");
    refused(
        run("--model", "softmax", "--preprocess", "pca=20", "--components", "19"),
        "keeps 20 principal components");
    refused(run("--preprocess", "zca", "--components", "19"), "zca needs all", "pca-whiten");
  }

  /** How many there are is known when the shards are written; these stay, for --resume. */
  @Test
  void moreComponentsThanImagesHaveAreRefused() {
    Captured captured = run("--source", SMALL, "--image-size", "8", "--components", "193");
    assertThat(captured.status()).as(captured.err()).isEqualTo(2);
    assertThat(captured.complaint())
        .contains("from 1 to 192 principal components, not 193")
        .doesNotContain("\n");
    assertThat(temporary.resolve("run/shards/manifest.json")).exists();
    assertThat(temporary.resolve("run/statistics")).doesNotExist();
  }

  @Test
  void patchesTooLargeAreNamedWithTheirRange() {
    refused(
        Captured.line(
            "stats --master local[2] --shards %s -o %s --patches 2,8",
            shared.resolve("shards"), temporary.resolve("run")),
        "patches of 8 x 8",
        "from 1 to 7");
  }

  @Test
  void anUnknownSourceComesWithTheNearestOne() {
    refused(run("--source", "cifar:10"), "cifar", "cifar10");
  }

  @Test
  void aMasterThatIsNoneIsNamed() {
    refused(run("--master", "locla[2]"), "--master locla[2]", "local[N]", "spark://HOST:PORT");
  }

  @Test
  void aMissingFolderIsNamed() {
    refused(run("--source", "cifar10:/no/such/folder"), "/no/such/folder does not exist");
  }

  @Test
  void aTruncatedFileIsNamedWithItsSize() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("cifar"));
    Files.write(folder.resolve("data_batch_1.bin"), new byte[3072]);
    refused(run("--source", "cifar10:" + folder), "data_batch_1.bin has 3,072 bytes", "3,073");
  }

  @Test
  void aLabelOutOfRangeIsFoundByTheExecutorsAndNothingIsLeft() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("cifar"));
    byte[] records = new byte[20 * 3073];
    records[7 * 3073] = 10;
    Files.write(folder.resolve("data_batch_1.bin"), records);

    Captured captured =
        Captured.line(
            "shard --master local[2] --source %s -o %s",
            "cifar10:" + folder, temporary.resolve("shards"));

    assertThat(captured.status()).isEqualTo(2);
    assertThat(captured.complaint()).contains("record 7 has label 10").doesNotContain("\n");
    assertThat(temporary.resolve("shards")).doesNotExist();
  }

  @Test
  void statisticsOfAnotherTrainingSplitAreRefused() {
    refused(
        Captured.line(
            "train --master local[2] --shards %s --statistics %s --run %s",
            shared.resolve("shards"), shared.resolve("otherStatistics"), temporary.resolve("run")),
        "another training split");
  }

  @Test
  void aShardThatDoesNotMatchItsManifestIsRefused() throws IOException {
    Path shards = temporary.resolve("shards");
    ok("shard --master local[2] --source %s -o %s", SMALL, shards);
    Path file = shards.resolve("train/part-00000.parquet");
    byte[] bytes = Files.readAllBytes(file);
    bytes[1000] ^= 1;
    Files.write(file, bytes);

    refused(
        Captured.line(
            "stats --master local[2] --shards %s -o %s", shards, temporary.resolve("run")),
        "part-00000.parquet does not match its manifest");
  }

  @Test
  void aDamagedValidationShardIsFoundBeforeTraining() throws IOException {
    Path shards = temporary.resolve("shards");
    Path statistics = temporary.resolve("statistics");
    ok("shard --master local[2] --source %s -o %s", SMALL, shards);
    ok("stats --master local[2] --shards %s --image-size 8 -o %s", shards, statistics);
    Files.write(shards.resolve("validation/part-00000.parquet"), new byte[100]);

    Captured train =
        Captured.line(
            "train --master local[2] --shards %s --statistics %s --run %s",
            shards, statistics, temporary.resolve("trained"));

    assertThat(train.status()).isEqualTo(2);
    assertThat(train.complaint()).contains("validation/part-00000.parquet does not match");
    assertThat(temporary.resolve("trained/checkpoints")).doesNotExist();
  }

  @Test
  void shardsThatStandThereAreKept() {
    Captured captured =
        Captured.line("shard --master local[2] --source %s -o %s", SMALL, shared.resolve("shards"));

    assertThat(captured.status()).isEqualTo(2);
    assertThat(captured.complaint()).contains("exists already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "report", "digest"})
  void aFolderThatIsNoRunIsNamed(String command) {
    Captured captured = Captured.run(command, temporary.resolve("nothing").toString());

    assertThat(captured.status()).isEqualTo(2);
    assertThat(captured.complaint()).contains("nothing is not a run folder").doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "run",
        "fetch",
        "shard",
        "stats",
        "train",
        "evaluate",
        "report",
        "digest",
        "doctor"
      })
  void everyCommandHasHelp(String command) {
    Captured captured = Captured.run(command, "--help");

    assertThat(captured.status()).isZero();
    assertThat(captured.out()).contains("Usage: convoy " + command, "--json", "--help");
  }

  @Test
  void anUnknownOptionIsBadUsage() {
    assertThat(Captured.run("run", "--epoch", "3").status()).isEqualTo(2);
    assertThat(Captured.run("rum").status()).isEqualTo(2);
  }
}
