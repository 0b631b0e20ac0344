// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.CapturedLog;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.LocalSpark;
import convoy.preprocessing.Split;
import convoy.preprocessing.job.HeldTask;
import convoy.preprocessing.source.Cifar10;
import convoy.preprocessing.source.CifarFiles;
import convoy.preprocessing.source.Slice;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardJobTest {
  private static final SplitRule RULE = new SplitRule(3, 0.2);

  @TempDir Path temporary;
  private Path raw;

  @BeforeEach
  void drawFiles() throws IOException {
    raw = CifarFiles.folder(Files.createDirectory(temporary.resolve("raw")), 40);
  }

  private Manifest shard(Path source, String output, int shards, boolean overwrite)
      throws IOException {
    return ShardJob.run(
        LocalSpark.context(),
        new ShardJob.Request(
            new Cifar10(source.toString()),
            RULE,
            new ShardOptions(shards, 0, false, Intake.AS_THEY_CAME),
            Map.of("command", "test"),
            hadoop(output),
            overwrite));
  }

  private Manifest shardWithoutLeaks(String output) throws IOException {
    return ShardJob.run(
        LocalSpark.context(),
        new ShardJob.Request(
            new Cifar10(raw.toString()),
            RULE,
            new ShardOptions(2, 0, true, Intake.AS_THEY_CAME),
            Map.of(),
            hadoop(output),
            false));
  }

  private org.apache.hadoop.fs.Path hadoop(String name) {
    return new org.apache.hadoop.fs.Path(temporary.resolve(name).toString());
  }

  private ShardFolder open(String name) {
    return ShardFolder.open(hadoop(name), new Configuration());
  }

  /** A split's labels and pixels in order, through ranges of that many parts. */
  private List<Integer> hashes(String name, Split split, int parts) {
    List<Integer> hashes = new ArrayList<>();
    ShardFolder folder = open(name);
    for (ImageBlock block :
        folder.blocks(LocalSpark.context(), split, parts, folder.shape(0)).collect()) {
      float[] image = new float[block.shape().size()];
      for (int i = 0; i < block.count(); i++) {
        block.copyImage(i, image, 0);
        hashes.add(31 * Arrays.hashCode(image) + block.label(i));
      }
    }
    return hashes;
  }

  @Test
  void everyExampleIsInOneShardAndPlainSparkReadsIt() throws IOException {
    Manifest manifest = shard(raw, "shards", 3, false);

    assertThat(manifest.split(Split.TEST).count()).isEqualTo(40);
    assertThat(manifest.split(Split.TRAIN).count() + manifest.split(Split.VALIDATION).count())
        .isEqualTo(200);
    List<Row> rows =
        LocalSpark.session()
            .read()
            .parquet(temporary.resolve("shards").resolve("train").toString())
            .select("id", "label", "height", "width", "encoding", "image")
            .collectAsList();
    assertThat(rows).hasSize((int) manifest.split(Split.TRAIN).count());
    assertThat(rows).extracting(row -> row.getString(0)).doesNotHaveDuplicates();
    Row row = rows.get(0);
    String[] id = row.getString(0).split("#", 2);
    byte[] file = Files.readAllBytes(raw.resolve(id[0]));
    int record = 3073 * Integer.parseInt(id[1]);
    assertThat(row.getInt(1)).isEqualTo(file[record]);
    assertThat(row.getString(4)).isEqualTo("rgb8");
    assertThat((byte[]) row.get(5)).isEqualTo(Arrays.copyOfRange(file, record + 1, record + 3073));
  }

  @Test
  void rangesAndSplitsDoNotDependOnTheNumberOfShards() throws IOException {
    Manifest one = shard(raw, "one", 1, false);
    Manifest five = shard(raw, "five", 5, false);

    assertThat(five.split(Split.TRAIN).digest()).isEqualTo(one.split(Split.TRAIN).digest());
    assertThat(five.split(Split.TRAIN).shards()).hasSize(5);
    assertThat(hashes("five", Split.TRAIN, 2)).isEqualTo(hashes("one", Split.TRAIN, 2));
    assertThat(hashes("five", Split.TRAIN, 7)).isEqualTo(hashes("one", Split.TRAIN, 1));
    assertThat(open("five").ranges(Split.TRAIN, 3).stream().mapToLong(ShardRange::count).sum())
        .isEqualTo(one.split(Split.TRAIN).count());
  }

  /** Convoy once wrote the numbers with the digits of the default locale. */
  @Test
  void shardsWhoseNamesHaveDigitsOfALocaleAreRead() throws IOException {
    shard(raw, "shards", 1, false);
    List<Integer> hashes = hashes("shards", Split.TRAIN, 2);
    Path folder = temporary.resolve("shards");
    String old = "part-\u06f0\u06f0\u06f0\u06f0\u06f0.parquet";
    Files.move(folder.resolve("train/part-00000.parquet"), folder.resolve("train").resolve(old));
    Path manifest = folder.resolve("manifest.json");
    String json = Files.readString(manifest);
    Files.writeString(manifest, json.replace("train/part-00000.parquet", "train/" + old));
    Files.deleteIfExists(folder.resolve(".manifest.json.crc"));

    assertThat(hashes("shards", Split.TRAIN, 2)).isEqualTo(hashes);
    assertThat(open("shards").manifest().split(Split.TRAIN).shards())
        .extracting(Manifest.ShardEntry::file)
        .containsExactly("train/" + old);
  }

  @Test
  void firstBlocksAreTheBeginningsOfTheBlocks() throws IOException {
    shard(raw, "shards", 3, false);
    ShardFolder folder = open("shards");
    var spark = LocalSpark.context();
    List<ImageBlock> all = folder.blocks(spark, Split.TEST, 3, folder.shape(0)).collect();

    List<ImageBlock> first = folder.firstBlocks(spark, Split.TEST, 3, folder.shape(0), 5).collect();
    List<ImageBlock> more = folder.firstBlocks(spark, Split.TEST, 3, folder.shape(0), 99).collect();

    assertThat(first).extracting(ImageBlock::count).containsExactly(5, 5, 5);
    assertThat(more).extracting(ImageBlock::count).containsExactly(13, 13, 14);
    for (int part = 0; part < 3; part++) {
      assertThat(keys(first.get(part))).isEqualTo(keys(all.get(part)).subList(0, 5));
      assertThat(keys(more.get(part))).isEqualTo(keys(all.get(part)));
    }
  }

  /** The test split has 40 images: five minibatches of 7, and 5 more. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 9})
  void minibatchesAreTheSameInAnyNumberOfParts(int parts) throws IOException {
    shard(raw, "shards", 3, false);
    ShardFolder folder = open("shards");
    var spark = LocalSpark.context();
    List<Long> all =
        folder.blocks(spark, Split.TEST, 3, folder.shape(0)).collect().stream()
            .flatMap(block -> keys(block).stream())
            .toList();

    List<ImageBlock> blocks =
        folder.blocks(spark, Split.TEST, folder.shape(0), new MinibatchCut(parts, 7, 14)).collect();

    assertThat(blocks.stream().flatMap(block -> keys(block).stream()))
        .containsExactlyElementsOf(all);
    for (ImageBlock block : blocks.subList(0, blocks.size() - 1)) {
      assertThat(block.count()).isIn(7, 14);
    }
    assertThat(blocks.get(blocks.size() - 1).count() % 7).isEqualTo(5);
  }

  @Test
  void someImagesAreFoundByTheirKeys() throws IOException {
    shard(raw, "shards", 3, false);
    ShardFolder folder = open("shards");
    var spark = LocalSpark.context();
    ImageBlock all = folder.blocks(spark, Split.TEST, 1, folder.shape(0)).first();
    List<LabelledImage> wanted =
        List.of(all.images().get(39), all.images().get(0), all.images().get(17));

    List<LabelledImage> found =
        folder.images(
            spark,
            Split.TEST,
            folder.shape(0),
            List.of(wanted.get(0).key(), wanted.get(1).key(), -1L, wanted.get(2).key()));

    assertThat(found).usingRecursiveComparison().isEqualTo(wanted);
  }

  private static List<Long> keys(ImageBlock block) {
    return block.images().stream().map(LabelledImage::key).toList();
  }

  @Test
  void theArchiveGivesTheSameShardsAsTheFolder() throws IOException {
    Path archive = CifarFiles.archive(temporary.resolve("cifar.tar.gz"), 40);

    Manifest fromFolder = shard(raw, "folder", 2, false);
    Manifest fromArchive = shard(archive, "archive", 2, false);

    assertThat(fromArchive.splits()).isEqualTo(fromFolder.splits());
  }

  @Test
  void moreExamplesMoveNoOne() throws IOException {
    shard(raw, "few", 1, false);
    CifarFiles.folder(raw, 50);
    shard(raw, "many", 1, false);

    List<String> before = ids("few", "validation");
    assertThat(ids("many", "validation"))
        .containsAll(before)
        .doesNotContainAnyElementsOf(ids("few", "train"));
  }

  private List<String> ids(String name, String split) {
    return LocalSpark.session()
        .read()
        .parquet(temporary.resolve(name).resolve(split).toString())
        .select("id")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void everyShardHoldsEachClassInProportion() throws IOException {
    Manifest.SplitEntry train = shard(raw, "shards", 4, false).split(Split.TRAIN);

    assertThat(train.shards()).hasSize(4);
    for (int label = 0; label < 10; label++) {
      for (Manifest.ShardEntry shard : train.shards()) {
        assertThat((double) shard.classHistogram().get(label))
            .isCloseTo(train.classHistogram().get(label) / 4.0, within(2.0));
      }
    }
  }

  @Test
  void anImageThatIsInTwoSplitsIsReportedAndOnRequestNotTrainedOn() throws IOException {
    shard(raw, "before", 1, false);
    String[] id = ids("before", "train").get(0).split("#", 2);
    byte[] pool = Files.readAllBytes(raw.resolve(id[0]));
    byte[] test = Files.readAllBytes(raw.resolve("test_batch.bin"));
    System.arraycopy(pool, 3073 * Integer.parseInt(id[1]) + 1, test, 3073 * 7 + 1, 3072);
    Files.write(raw.resolve("test_batch.bin"), test);

    Manifest kept;
    Manifest dropped;
    try (CapturedLog log = new CapturedLog()) {
      kept = shard(raw, "kept", 2, false);
      dropped = shardWithoutLeaks("dropped");
      String found = "WARN images in more than one split, byte for byte: 1 in train and test; see ";
      assertThat(log.lines())
          .filteredOn(line -> line.startsWith("WARN"))
          .containsExactly(
              found + hadoop("kept/leaks.csv") + "; --drop-leaks leaves such training examples out",
              found
                  + hadoop("dropped/leaks.csv")
                  + "; 1 training examples are left out because of it");
    }

    assertThat(kept.leftOut()).isEqualTo(new Manifest.LeftOut(Map.of(), 1, 0));
    assertThat(temporary.resolve("kept/leaks.csv"))
        .content()
        .hasLineCount(3)
        .contains("," + id[0] + "#" + id[1] + ",", ",test_batch.bin#7,");
    assertThat(dropped.leftOut()).isEqualTo(new Manifest.LeftOut(Map.of(), 1, 1));
    assertThat(dropped.split(Split.TRAIN).count()).isEqualTo(kept.split(Split.TRAIN).count() - 1);
    assertThat(ids("dropped", "train"))
        .hasSize((int) kept.split(Split.TRAIN).count() - 1)
        .doesNotContain(id[0] + "#" + id[1]);
    assertThat(ids("dropped", "test")).contains("test_batch.bin#7");
  }

  @Test
  void anExistingFolderIsKeptUnlessItIsToBeReplaced() throws IOException {
    shard(raw, "shards", 1, false);

    assertThatThrownBy(() -> shard(raw, "shards", 2, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("exists already");
    assertThat(open("shards").manifest().split(Split.TRAIN).shards()).hasSize(1);
    assertThat(shard(raw, "shards", 2, true).split(Split.TRAIN).shards()).hasSize(2);
  }

  @Test
  void aBadRecordLeavesNothingThatLooksFinished() throws IOException {
    byte[] bytes = Files.readAllBytes(raw.resolve("data_batch_5.bin"));
    bytes[0] = 77;
    Files.write(raw.resolve("data_batch_5.bin"), bytes);

    assertThatThrownBy(() -> shard(raw, "shards", 1, false)).hasStackTraceContaining("label 77");
    assertThat(temporary.resolve("shards")).doesNotExist();
    assertThat(temporary).isDirectoryNotContaining(path -> path.toString().contains("writing"));
  }

  /** Writes its own file when the job has failed: into no folder, were it not waited for. */
  @Test
  void aTaskThatIsLateLeavesNothing() throws IOException {
    JavaSparkContext spark = LocalSpark.context();
    spark.hadoopConfiguration().setClass("fs.held.impl", HeldFiles.class, FileSystem.class);
    var output = new org.apache.hadoop.fs.Path("held:" + temporary.resolve("shards"));
    ShardOptions options = new ShardOptions(2, 0, false, Intake.AS_THEY_CAME);
    try (HeldTask late = new HeldTask(spark)) {
      assertThatThrownBy(
              () ->
                  ShardJob.run(
                      spark,
                      new ShardJob.Request(
                          new Cifar10(raw.toString()), RULE, options, Map.of(), output, false)))
          .isInstanceOf(SparkException.class)
          .hasMessageContaining("a task fails");
      assertThat(late.hasEnded()).isTrue();
    }
    assertThat(temporary.toFile().list()).containsExactly("raw");
  }

  /** The local files, of which the first is created late and the second never. */
  public static final class HeldFiles extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("held:///");
    }

    @Override
    public FSDataOutputStream createNonRecursive(
        org.apache.hadoop.fs.Path file,
        FsPermission permission,
        EnumSet<CreateFlag> flags,
        int buffer,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      if (file.getName().startsWith(".part-00000.")) {
        HeldTask.hold();
      } else {
        HeldTask.fail();
      }
      return super.createNonRecursive(
          file, permission, flags, buffer, replication, blockSize, progress);
    }
  }

  @Test
  void aChangedShardIsFound() throws IOException {
    shard(raw, "shards", 2, false);
    ShardFolder folder = open("shards");
    folder.verify(LocalSpark.context(), Split.TRAIN);
    Path file = temporary.resolve("shards/train/part-00001.parquet");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> folder.verify(LocalSpark.context(), Split.TRAIN))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("train/part-00001.parquet", "does not match its manifest");
    folder.verify(LocalSpark.context(), Split.VALIDATION);
  }

  @Test
  void aMissingShardIsFound() throws IOException {
    shard(raw, "shards", 1, false);
    Files.delete(temporary.resolve("shards/train/part-00000.parquet"));

    assertThatThrownBy(() -> open("shards").verify(LocalSpark.context(), Split.TRAIN))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("part-00000.parquet");
  }

  /** Planted by a slice, at the second reading, as an executor that is killed then leaves it. */
  @Test
  void whatAKilledTaskLeftIsNotPublished() throws IOException {
    Example example = new Example("a", 0, new ImageShape(1, 1, 1), Encoding.GRAY8, new byte[] {7});
    ShardJob.run(
        LocalSpark.context(),
        new ShardJob.Request(
            new MemorySource(
                List.of("one"),
                List.of(new KilledTaskSlice(temporary.toString(), List.of(example)))),
            RULE,
            ShardOptions.DEFAULT,
            Map.of(),
            hadoop("shards"),
            false));

    assertThat(visibleAndHidden("shards/train")).containsExactly("part-00000.parquet");
    open("shards").verify(LocalSpark.context(), Split.TRAIN);
  }

  private List<String> visibleAndHidden(String folder) throws IOException {
    try (Stream<Path> files = Files.list(temporary.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private record KilledTaskSlice(String parent, List<Example> examples) implements Slice {
    @Override
    public Optional<Split> officialSplit() {
      return Optional.of(Split.TRAIN);
    }

    @Override
    public Examples open(Configuration hadoop) throws IOException {
      try (Stream<Path> folders = Files.list(Path.of(parent))) {
        for (Path staged : folders.filter(path -> path.toString().contains("writing")).toList()) {
          Path split = Files.createDirectories(staged.resolve("train"));
          Files.writeString(split.resolve(".part-00000.parquet.0123-4567"), "half");
        }
      }
      return new MemorySource.MemorySlice(Split.TRAIN, examples).open(hadoop);
    }
  }

  @Test
  void aFolderWithoutManifestIsNamed() {
    assertThatThrownBy(() -> open("nowhere"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("nowhere", "convoy shard");
  }

  @Test
  void aDamagedManifestIsOneLine() throws IOException {
    shard(raw, "shards", 1, false);
    Files.delete(temporary.resolve("shards/.manifest.json.crc"));
    Files.writeString(temporary.resolve("shards/manifest.json"), "{\"version\": 1, ");

    assertThatThrownBy(() -> open("shards"))
        .isInstanceOf(BadInputException.class)
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
  }

  @Test
  void aManifestOfAnotherVersionIsCalledSo() throws IOException {
    shard(raw, "shards", 1, false);
    Files.delete(temporary.resolve("shards/.manifest.json.crc"));
    Files.writeString(
        temporary.resolve("shards/manifest.json"), "{\"version\": 1, \"source\": \"cifar10:/x\"}");

    assertThatThrownBy(() -> open("shards"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("is of version 1", "shard the data again");
  }
}
