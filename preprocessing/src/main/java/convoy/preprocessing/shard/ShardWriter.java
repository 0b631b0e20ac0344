// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.Example;
import convoy.preprocessing.storage.AttemptedFile;
import convoy.preprocessing.storage.NewFile;
import convoy.preprocessing.storage.RepeatableParquet;
import java.io.IOException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.api.Binary;

/** Writes one shard on an executor, as an {@link AttemptedFile}. */
final class ShardWriter {
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
    return AttemptedFile.write(
        files,
        target,
        attempt -> {
          SplitSummary summary = write(attempt, classes, examples, hadoop);
          return new ShardResult(file, FileDigest.sha256(attempt.path(), hadoop), summary);
        });
  }

  private static SplitSummary write(
      NewFile attempt, int classes, Iterator<Example> examples, Configuration hadoop)
      throws IOException {
    SplitSummary summary = SplitSummary.zero(classes);
    try (ParquetWriter<Group> writer = open(attempt, hadoop)) {
      SimpleGroupFactory groups = new SimpleGroupFactory(ShardFormat.SCHEMA);
      while (examples.hasNext()) {
        Example example = examples.next();
        summary.add(example);
        writer.write(group(groups, example));
      }
    }
    return summary;
  }

  private static ParquetWriter<Group> open(NewFile file, Configuration hadoop) throws IOException {
    return RepeatableParquet.to(file, ShardFormat.SCHEMA, hadoop)
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
