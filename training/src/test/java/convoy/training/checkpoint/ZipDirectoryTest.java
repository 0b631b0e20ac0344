// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Zips with numbers that need more than 16 or 32 bits. */
class ZipDirectoryTest {
  private static byte[] zip(int entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(0);
      for (int i = 0; i < entries; i++) {
        zip.putNextEntry(new ZipEntry(Integer.toString(i)));
        zip.write(i);
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void moreEntriesThan16BitsCountAreRead() throws IOException {
    List<ZipRecord> records = ZipDirectory.read(new ZipBytes.InMemory(zip(65_600)));

    assertThat(records).hasSize(65_600);
    assertThat(records.get(65_599).name()).isEqualTo("65599");
    assertThat(records.get(65_599).inflated()).isEqualTo(1);
  }

  /** The sizes stand in an extra field where the usual fields are full; no entry is read here. */
  @Test
  void sizesOfMoreThan32BitsAreRead() throws IOException {
    byte[] small = zip(1);
    int record = ZipBytes.directoryRecord(small, "0");
    int behind = record + 46 + 1;
    byte[] bytes = new byte[small.length + 12];
    ByteBuffer large = ZipBytes.littleEndian(bytes);
    large.put(small, 0, behind).putShort((short) 1).putShort((short) 8).putLong(5_000L);
    large.put(small, behind, small.length - behind);
    large.putInt(record + 24, -1).putShort(record + 30, (short) 12);
    int end = large.capacity() - 22;
    large.putInt(end + 12, large.getInt(end + 12) + 12);

    ZipRecord read = ZipDirectory.read(new ZipBytes.InMemory(bytes)).get(0);

    assertThat(read.inflated()).isEqualTo(5_000);
  }
}
