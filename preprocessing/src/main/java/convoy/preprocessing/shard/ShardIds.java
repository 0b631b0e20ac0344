// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.MessageType;

/** Reads the ids of a shard's examples, and of the file no other column. */
final class ShardIds {
  private static final MessageType IDS =
      new MessageType(ShardFormat.SCHEMA.getName(), ShardFormat.SCHEMA.getType(ShardFormat.ID));

  private ShardIds() {}

  /**
   * The ids in the order of the examples.
   *
   * @throws BadInputException if the file is no shard
   */
  static List<String> read(Path shard, Configuration hadoop) {
    Configuration only = new Configuration(hadoop);
    only.set(ReadSupport.PARQUET_READ_SCHEMA, IDS.toString());
    List<String> ids = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), shard).withConf(only).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        ids.add(row.getString(ShardFormat.ID, 0));
      }
      return ids;
    } catch (IOException | RuntimeException e) {
      // Parquet throws plain RuntimeExceptions for files that are none of its own.
      throw new BadInputException("cannot read shard %s: %s".formatted(shard, e.getMessage()), e);
    }
  }
}
