// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.example.GroupWriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * Builds writers of Parquet files that are equal, byte for byte, where their rows are: the library
 * writes the encodings of a column in the order of a hash set of enumeration constants, which
 * differs between JVMs. Row groups are small, since a writer holds one in memory, and not
 * compressed, so that the bytes do not depend on a codec's version.
 */
public final class RepeatableParquet extends ParquetWriter.Builder<Group, RepeatableParquet> {
  private static final long ROW_GROUP_BYTES = 16L << 20;

  private final SortedFooterFile file;
  private final MessageType schema;

  private RepeatableParquet(SortedFooterFile file, MessageType schema) {
    super(file);
    this.file = file;
    this.schema = schema;
  }

  /**
   * A writer's builder.
   *
   * @param target which must not exist
   */
  public static RepeatableParquet to(NewFile target, MessageType schema, Configuration hadoop) {
    return new RepeatableParquet(new SortedFooterFile(target), schema)
        .withConf(new Configuration(hadoop)) // the schema is handed over in it
        .withRowGroupSize(ROW_GROUP_BYTES)
        .withCompressionCodec(CompressionCodecName.UNCOMPRESSED);
  }

  @Override
  protected RepeatableParquet self() {
    return this;
  }

  @Override
  protected WriteSupport<Group> getWriteSupport(Configuration hadoop) {
    GroupWriteSupport.setSchema(schema, hadoop);
    return new GroupWriteSupport() {
      @Override
      public FinalizedWriteContext finalizeWrite() {
        file.rowsEnd();
        return super.finalizeWrite();
      }
    };
  }
}
