// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Example;
import convoy.preprocessing.LocalSpark;
import convoy.preprocessing.Split;
import convoy.preprocessing.source.Cifar10;
import convoy.preprocessing.source.CifarFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstExamplesTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path temporary;
  private ShardFolder shards;

  /** 40 images in each file; about 160 of the 200 train, in 12 shards of 13 or so. */
  @BeforeEach
  void shard() throws IOException {
    Path raw = CifarFiles.folder(Files.createDirectory(temporary.resolve("raw")), 40);
    org.apache.hadoop.fs.Path folder =
        new org.apache.hadoop.fs.Path(temporary.resolve("shards").toString());
    ShardJob.run(
        LocalSpark.context(),
        new ShardJob.Request(
            new Cifar10(raw.toString()),
            new SplitRule(3, 0.2),
            new ShardOptions(12, 0, false, Intake.AS_THEY_CAME),
            Map.of(),
            folder,
            false));
    shards = ShardFolder.open(folder, HADOOP);
  }

  @Test
  void theFirstExamplesAreThoseOfTheSplitsOrderAcrossShards() {
    List<Example> examples = FirstExamples.read(shards, Split.TRAIN, 30, shards.shape(0), HADOOP);
    ImageBlock all = shards.blocks(LocalSpark.context(), Split.TRAIN, 1, shards.shape(0)).first();

    assertThat(examples).hasSize(30);
    assertThat(shards.manifest().split(Split.TRAIN).shards().get(0).count()).isLessThan(30);
    assertThat(examples).extracting(Example::id).doesNotHaveDuplicates();
    for (int i = 0; i < 30; i++) {
      Example example = examples.get(i);
      assertThat(example.label()).isEqualTo(all.label(i));
      assertThat(example.shape()).isEqualTo(all.shape());
      assertThat(example.image()).isEqualTo(all.images().get(i).pixels());
    }
  }

  @Test
  void aSmallSplitIsReadWhole() {
    int count = (int) shards.manifest().split(Split.VALIDATION).count();

    assertThat(FirstExamples.read(shards, Split.VALIDATION, 10_000, shards.shape(0), HADOOP))
        .hasSize(count);
  }

  @Test
  void aShardThatIsMissingOrDamagedIsNamed() throws IOException {
    String file = shards.manifest().split(Split.TRAIN).shards().get(0).file();
    Path shard = temporary.resolve("shards").resolve(file);
    Files.deleteIfExists(shard.resolveSibling("." + shard.getFileName() + ".crc"));
    Files.writeString(shard, "no Parquet at all");
    assertThatThrownBy(() -> FirstExamples.read(shards, Split.TRAIN, 5, shards.shape(0), HADOOP))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cannot read shard")
        .hasMessageContaining(file);
    Files.delete(shard);
    assertThatThrownBy(() -> FirstExamples.read(shards, Split.TRAIN, 5, shards.shape(0), HADOOP))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(file);
  }
}
