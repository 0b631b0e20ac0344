// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedFooterFileTest {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message row { required int32 label; optional binary text (STRING); }");

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("rows.parquet");
    SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
    try (ParquetWriter<Group> writer =
        RepeatableParquet.to(
                new NewFile(FileSystem.getLocal(new Configuration()), hadoop()),
                SCHEMA,
                new Configuration())
            .withRowGroupSize(16L << 10)
            .build()) {
      for (int i = 0; i < 4_000; i++) {
        writer.write(groups.newGroup().append("label", i).append("text", "row " + i % 7));
      }
    }
  }

  private org.apache.hadoop.fs.Path hadoop() {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }

  private static FileMetaData footer(byte[] bytes) throws IOException {
    int begin = bytes.length - 8 - length(bytes);
    return Util.readFileMetaData(new ByteArrayInputStream(bytes, begin, bytes.length - 8 - begin));
  }

  private static int length(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
  }

  private static List<List<Encoding>> encodings(FileMetaData footer) {
    return footer.getRow_groups().stream()
        .flatMap(rows -> rows.getColumns().stream())
        .map(column -> column.getMeta_data().getEncodings())
        .toList();
  }

  @Test
  void theEncodingsOfEveryColumnAreSorted() throws IOException {
    FileMetaData footer = footer(Files.readAllBytes(file));

    assertThat(footer.getRow_groups()).hasSizeGreaterThan(1);
    assertThat(encodings(footer))
        .hasSize(2 * footer.getRow_groups().size())
        .allSatisfy(all -> assertThat(all).hasSizeGreaterThan(1).isSorted());
  }

  /** As a JVM in which the constants have other hash codes would write it. */
  @Test
  void anotherOrderOfEncodingsGivesTheSameBytes() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    FileMetaData footer = footer(bytes);
    encodings(footer).forEach(Collections::reverse);
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    other.write(bytes, 0, bytes.length - 8 - length(bytes));
    Util.writeFileMetaData(footer, other);
    other.write(bytes, bytes.length - 8, 8);

    assertThat(other.toByteArray()).isNotEqualTo(bytes);
    assertThat(SortedFooterFile.sorted(other.toByteArray())).isEqualTo(bytes);
  }

  @Test
  void everyRowIsRead() throws IOException {
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), hadoop()).build()) {
      for (int i = 0; i < 4_000; i++) {
        Group row = reader.read();
        assertThat(row.getInteger("label", 0)).isEqualTo(i);
        assertThat(row.getString("text", 0)).isEqualTo("row " + i % 7);
      }
      assertThat(reader.read()).isNull();
    }
  }

  @Test
  void theSameRowsAreTheSameFile() throws IOException {
    byte[] first = Files.readAllBytes(file);
    Files.delete(file);
    Files.deleteIfExists(folder.resolve(".rows.parquet.crc"));
    write();

    assertThat(Arrays.mismatch(Files.readAllBytes(file), first)).isEqualTo(-1);
  }
}
