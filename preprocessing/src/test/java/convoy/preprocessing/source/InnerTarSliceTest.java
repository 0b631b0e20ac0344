// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.decode.RejectReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InnerTarSliceTest {
  private static final int BLOCK = 512;
  private static final long HUGE = (256L << 20) + 1;
  private static final long HUGE_BLOCKS = (256L << 20) + BLOCK;

  @TempDir Path temporary;
  private Path tar;

  @BeforeEach
  void name() {
    tar = temporary.resolve("train.tar");
  }

  private InnerTarSlice slice() throws IOException {
    return new InnerTarSlice(tar.toString(), "n01440764", 0, null, 0, Files.size(tar));
  }

  private static ByteBuffer header(String name, long size) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    byte[] header = new byte[BLOCK];
    entry.writeEntryHeader(header);
    return ByteBuffer.wrap(header);
  }

  @Test
  void anImageTooLargeIsUnusableAndTheOneBehindItIsRead() throws IOException {
    try (var file =
        FileChannel.open(tar, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      // With a hole, which takes no place on the disk.
      file.write(header("huge:name.JPEG", HUGE), 0);
      file.write(header("small.JPEG", 3), BLOCK + HUGE_BLOCKS);
      file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 2 * BLOCK + HUGE_BLOCKS);
      file.write(ByteBuffer.allocate(1), 3 * BLOCK + HUGE_BLOCKS + 2 * BLOCK - 1);
    }

    try (Slice.Examples examples = slice().open(ReadAll.HADOOP)) {
      assertThatThrownBy(examples::next)
          .isInstanceOfSatisfying(
              UnusableExampleException.class,
              unusable -> {
                assertThat(unusable.id()).isEqualTo("train/n01440764/huge:name.JPEG");
                assertThat(unusable.reason()).isEqualTo(RejectReason.FILE_TOO_LARGE);
                assertThat(unusable.detail()).contains("268,435,457 bytes");
              });
      assertThat(examples.next().image()).containsExactly(1, 2, 3);
      assertThat(examples.hasNext()).isFalse();
    }
  }

  @Test
  void behindADamagedHeaderNothingIsTrusted() throws IOException {
    byte[] bytes = TarFiles.tar(Map.of("a.JPEG", new byte[] {1, 2, 3}));
    bytes[10] ^= 1;
    Files.write(tar, bytes);

    try (Slice.Examples examples = slice().open(ReadAll.HADOOP)) {
      assertThatThrownBy(examples::hasNext)
          .isInstanceOf(BadInputException.class)
          .isNotInstanceOf(UnusableExampleException.class)
          .hasMessageContainingAll("n01440764.tar cannot be read", "checksum", "fetch the archive");
    }
  }
}
