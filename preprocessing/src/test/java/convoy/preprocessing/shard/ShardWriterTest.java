// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardWriterTest {
  private static final ImageShape SHAPE = new ImageShape(3, 4, 4);

  @TempDir private Path folder;

  private static Example example(int index) {
    byte[] pixels = new byte[SHAPE.size()];
    new SplittableRandom(index).nextBytes(pixels);
    return new Example("image-" + index, index % 3, SHAPE, Encoding.RGB8, pixels);
  }

  /** The number is of every JVM: with Parquet 1.13.1 as it is, it was one of several. */
  @Test
  void equalShardsAreEqualFilesInEveryProcess() throws IOException {
    Files.createDirectory(folder.resolve("train")); // tasks make no folders
    ShardResult result =
        ShardWriter.write(
            new org.apache.hadoop.fs.Path(folder.toUri()),
            "train/part-00000.parquet",
            3,
            IntStream.range(0, 100).mapToObj(ShardWriterTest::example).iterator(),
            new Configuration());

    assertThat(result.sha256())
        .isEqualTo("e498e697ecdc2bab80b094ab78eabfe2886e617e6830c7a54049c1be4610f9a3");
  }
}
