// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ExampleKey;
import convoy.preprocessing.ImageShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shard of several row groups of 16 MiB: 2,500 images of 12 KB. */
class ShardReaderTest {
  private static final int COUNT = 2_500;
  private static final ImageShape SHAPE = new ImageShape(3, 64, 64);

  @TempDir Path temporary;
  private Path shard;

  @BeforeEach
  void writeShard() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    byte[] pixels = new byte[SHAPE.size()];
    random.nextBytes(pixels);
    Files.createDirectory(temporary.resolve("train"));
    ShardWriter.write(
        new org.apache.hadoop.fs.Path(temporary.toString()),
        "train/part-00000.parquet",
        1,
        LongStream.range(0, COUNT).mapToObj(i -> example(i, pixels)).iterator(),
        new Configuration());
    shard = temporary.resolve("train/part-00000.parquet");
  }

  private static Example example(long index, byte[] pixels) {
    byte[] own = pixels.clone();
    ByteBuffer.wrap(own).putLong(index);
    return new Example("image-" + index, 0, SHAPE, Encoding.RGB8, own);
  }

  private List<String> ids(long... bounds) {
    List<ShardRange.Piece> pieces = new ArrayList<>();
    for (int i = 0; i < bounds.length; i += 2) {
      pieces.add(new ShardRange.Piece(shard.toString(), bounds[i], bounds[i + 1], COUNT));
    }
    List<String> ids = new ArrayList<>();
    ExampleView view = ExampleView.of(SHAPE, ElementType.UINT8);
    try (ShardReader reader =
        new ShardReader(new ShardRange(pieces), view, 1, new Configuration())) {
      while (reader.hasNext()) {
        Example example = reader.nextExample();
        ids.add(example.id());
        assertThat(example.id()).isEqualTo("image-" + ByteBuffer.wrap(example.image()).getLong());
      }
    }
    return ids;
  }

  private static List<String> expected(long from, long to) {
    return LongStream.range(from, to).mapToObj(i -> "image-" + i).toList();
  }

  @Test
  void rangesMayBeginAndEndInAnyRowGroup() {
    for (long from : new long[] {0, 1, 700, 1_364, 1_500, 2_499}) {
      for (long to : new long[] {from + 1, Math.min(COUNT, from + 800), COUNT}) {
        assertThat(ids(from, to)).isEqualTo(expected(from, to));
      }
    }
    assertThat(ids(2_400, 2_410, 5, 15))
        .isEqualTo(
            Stream.concat(expected(2_400, 2_410).stream(), expected(5, 15).stream()).toList());
  }

  @Test
  void whatIsBeforeARangeIsNotRead() throws IOException {
    byte[] damage = new byte[8 << 20];
    Arrays.fill(damage, (byte) 0xFF);
    try (FileChannel file = FileChannel.open(shard, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(damage), 4);
    }

    assertThat(ids(2_400, 2_410)).isEqualTo(expected(2_400, 2_410));
    assertThatThrownBy(() -> ids(0, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cannot read shard");
  }

  @Test
  void aShardThatHoldsLessThanItsManifestSaysIsRefused() {
    assertThatThrownBy(() -> ids(COUNT, COUNT + 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("holds 2500 examples, fewer than its manifest says");
  }

  private ShardReader reader(long to, long rows, int classes) {
    ShardRange.Piece piece = new ShardRange.Piece(shard.toString(), 0, to, rows);
    ExampleView view = ExampleView.of(SHAPE, ElementType.UINT8);
    return new ShardReader(new ShardRange(List.of(piece)), view, classes, new Configuration());
  }

  @Test
  void aShardThatHoldsMoreThanItsManifestSaysIsRefused() {
    try (ShardReader reader = reader(1, 1, 1)) {
      assertThatThrownBy(reader::next)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(
              "part-00000.parquet: it holds more examples than its manifest says");
    }
  }

  /** In a minibatch the label would be the next example's. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 3, Integer.MAX_VALUE})
  void aLabelBeyondTheClassesIsRefusedByEveryWayOfReading(int label) throws IOException {
    byte[] pixels = new byte[SHAPE.size()];
    writeRow(label, SHAPE.height(), pixels);
    List<Consumer<ShardReader>> ways =
        List.of(
            ShardReader::next,
            ShardReader::nextExample,
            ShardReader::nextNamed,
            reader -> reader.nextIfIn(Set.of(ExampleKey.of("image"))));
    for (Consumer<ShardReader> way : ways) {
      try (ShardReader reader = reader(1, 1, 3)) {
        assertThatThrownBy(() -> way.accept(reader))
            .isInstanceOf(BadInputException.class)
            .hasMessageContaining(
                "example image of shard %s has the label %s, and its manifest names 3 classes"
                    .formatted(shard, label));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -64, 63, Integer.MAX_VALUE})
  void aHeightThatIsNotTheImagesIsRefused(int height) throws IOException {
    writeRow(0, height, new byte[SHAPE.size()]);
    try (ShardReader reader = reader(1, 1, 3)) {
      assertThatThrownBy(reader::next).isInstanceOf(BadInputException.class);
    }
  }

  /** Past what Convoy's own writer would check. */
  private void writeRow(int label, int height, byte[] pixels) throws IOException {
    Files.delete(shard);
    Files.deleteIfExists(shard.resolveSibling(".part-00000.parquet.crc"));
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(shard.toString()))
            .withType(ShardFormat.SCHEMA)
            .build()) {
      writer.write(
          new SimpleGroupFactory(ShardFormat.SCHEMA)
              .newGroup()
              .append(ShardFormat.ID, "image")
              .append(ShardFormat.LABEL, label)
              .append(ShardFormat.HEIGHT, height)
              .append(ShardFormat.WIDTH, SHAPE.width())
              .append(ShardFormat.ENCODING, "rgb8")
              .append(ShardFormat.IMAGE, Binary.fromConstantByteArray(pixels)));
    }
  }
}
