// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.Example;
import java.io.IOException;
import java.util.Iterator;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;

/**
 * Writes one shard on an executor. Two attempts at the same shard do not disturb each other: each
 * writes a file of its own and the first to finish gives it the shard's name.
 */
final class ShardWriter {
  /** A writer holds one row group in memory. */
  private static final long ROW_GROUP_BYTES = 16L << 20;

  private ShardWriter() {}

  /**
   * Writes the examples.
   *
   * @param folder of the data set
   * @param file the shard's name below the folder
   * @return what the manifest says of the shard
   */
  static ShardResult write(
      Path folder, String file, int classes, Iterator<Example> examples, Configuration hadoop)
      throws IOException {
    Path target = new Path(folder, file);
    FileSystem files = target.getFileSystem(hadoop);
    Path attempt = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
    SplitSummary summary = SplitSummary.zero(classes);
    try {
      try (ParquetWriter<Group> writer = open(attempt, hadoop)) {
        SimpleGroupFactory groups = new SimpleGroupFactory(ShardFormat.SCHEMA);
        while (examples.hasNext()) {
          Example example = examples.next();
          summary.add(example);
          writer.write(group(groups, example));
        }
      }
      String sha256 = FileDigest.sha256(attempt, hadoop);
      if (!files.rename(attempt, target) && !files.exists(target)) {
        throw new IOException("cannot rename " + attempt + " to " + target);
      }
      return new ShardResult(file, sha256, summary);
    } finally {
      files.delete(attempt, false);
    }
  }

  private static ParquetWriter<Group> open(Path path, Configuration hadoop) throws IOException {
    return ExampleParquetWriter.builder(path)
        .withType(ShardFormat.SCHEMA)
        .withConf(hadoop)
        .withRowGroupSize(ROW_GROUP_BYTES)
        // Pixels and JPEG do not shrink; without a codec the bytes do not depend on its version.
        .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
        .withDictionaryEncoding(ShardFormat.IMAGE, false)
        .withDictionaryEncoding(ShardFormat.ID, false)
        .build();
  }

  private static Group group(SimpleGroupFactory groups, Example example) {
    return groups
        .newGroup()
        .append(ShardFormat.ID, example.id())
        .append(ShardFormat.LABEL, example.label())
        .append(ShardFormat.HEIGHT, example.shape().height())
        .append(ShardFormat.WIDTH, example.shape().width())
        .append(ShardFormat.ENCODING, example.encoding().code())
        .append(ShardFormat.IMAGE, Binary.fromConstantByteArray(example.image()));
  }
}
