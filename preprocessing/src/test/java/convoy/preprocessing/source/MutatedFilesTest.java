// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files of every format: what is read satisfies the format and is what a plain reading of
 * the bytes gives, or it is refused; nothing else is thrown, nothing hangs, and no memory is taken
 * that the file does not fill.
 */
class MutatedFilesTest {
  private static final int ROUNDS = 700;
  private static final Duration HANGS = Duration.ofMinutes(10);

  @TempDir Path temporary;
  private int read;
  private int refused;

  /** What a test does with the examples of a file that was not refused. */
  @FunctionalInterface
  private interface Check {
    void of(List<Example> examples, byte[] file) throws IOException;
  }

  private void fuzz(byte[] whole, Path file, Source source, Check check) {
    assertTimeoutPreemptively(
        HANGS,
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            byte[] mutated = mutate(whole, new SplittableRandom(round));
            Files.write(file, mutated);
            List<Example> examples;
            try {
              examples = ReadAll.of(source);
            } catch (BadInputException | IOException e) {
              assertThat(e.getMessage()).as("round %d", round).isNotBlank().doesNotContain("\n");
              refused++;
              continue;
            }
            read++;
            check.of(examples, mutated);
          }
        });
    assertThat(read).as("files read").isPositive();
    assertThat(refused).as("files refused").isPositive();
  }

  /** One to four changes: bits, bytes, numbers, cuts, doublings, zeros. */
  private static byte[] mutate(byte[] whole, SplittableRandom random) {
    byte[] bytes = whole.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      // Half of the changes hit the beginning, where headers are.
      int reach = random.nextBoolean() ? Math.min(bytes.length, 1_024) : bytes.length;
      int at = random.nextInt(reach);
      switch (random.nextInt(8)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> {
          if (at + 4 <= bytes.length) {
            ByteBuffer.wrap(bytes).putInt(at, random.nextInt());
          }
        }
        case 3 -> bytes = Arrays.copyOf(bytes, at);
        case 4 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(1, 2_000));
        case 5 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 512), (byte) 0);
        case 6 -> {
          int length = Math.min(bytes.length - at, 512);
          System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
        }
        default -> bytes[at] = (byte) "0789\0 xLgSK5".charAt(random.nextInt(12));
      }
    }
    return bytes;
  }

  private static void isCifar(List<Example> examples, byte[] record, int from) {
    int classes = 10;
    assertThat(examples)
        .allSatisfy(
            example -> {
              assertThat(example.label()).isBetween(0, classes - 1);
              assertThat(example.image()).hasSize(3_072);
            });
    for (int i = 0; i < examples.size(); i++) {
      int at = from + i * 3_073;
      assertThat(examples.get(i).label()).isEqualTo(record[at]);
      assertThat(examples.get(i).image()).isEqualTo(Arrays.copyOfRange(record, at + 1, at + 3_073));
    }
  }

  @Test
  void cifar() throws IOException {
    byte[] whole = CifarFiles.records(1, 6);

    fuzz(
        whole,
        temporary.resolve("data_batch_1.bin"),
        new Cifar10(temporary.toString()),
        (examples, file) -> {
          assertThat(file.length).isEqualTo(examples.size() * 3_073);
          isCifar(examples, file, 0);
        });
  }

  @Test
  void cifarInAnArchive() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("cifar-10-batches-bin/readme.html", new byte[100]);
    files.put("cifar-10-batches-bin/data_batch_1.bin", CifarFiles.records(1, 2));
    byte[] tar = TarFiles.tar(files);
    List<Example> original = cifar(TarFiles.gzip(tar));

    // Damage to the gzip itself is found by its checksum: what is read is what was written.
    fuzz(
        TarFiles.gzip(tar),
        temporary.resolve("a.tar.gz"),
        new Cifar10(temporary.resolve("a.tar.gz").toString()),
        (examples, file) -> assertThat(examples).usingRecursiveComparison().isEqualTo(original));
  }

  private List<Example> cifar(byte[] archive) throws IOException {
    Path file = Files.write(temporary.resolve("whole.tar.gz"), archive);
    return ReadAll.of(new Cifar10(file.toString()));
  }

  @Test
  void aTarBehindGzip() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("cifar-10-batches-bin/readme.html", new byte[100]);
    files.put("cifar-10-batches-bin/data_batch_1.bin", CifarFiles.records(1, 2));
    byte[] tar = TarFiles.tar(files);
    Path file = temporary.resolve("a.tar.gz");
    for (int round = 0; round < ROUNDS; round++) {
      byte[] mutated = mutate(tar, new SplittableRandom(round));
      Files.write(file, TarFiles.gzip(mutated));
      try {
        List<Example> examples = ReadAll.of(new Cifar10(file.toString()));
        assertThat(examples).hasSize(2);
        // A header of 512 bytes, 100 bytes in a block of 512, another header.
        isCifar(examples, mutated, 3 * 512);
        read++;
      } catch (BadInputException e) {
        refused++;
      }
    }
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  @Test
  void idxImages() throws IOException {
    Files.write(temporary.resolve("train-labels-idx1-ubyte"), MnistTest.labels(20));

    fuzz(
        MnistTest.images(20, 9, 7),
        temporary.resolve("train-images-idx3-ubyte"),
        new Mnist(temporary.toString()),
        (examples, file) -> {
          ByteBuffer header = ByteBuffer.wrap(file);
          int size = header.getInt(8) * header.getInt(12);
          assertThat(examples).hasSize(20).hasSize(header.getInt(4));
          for (int i = 0; i < 20; i++) {
            assertThat(examples.get(i).image())
                .isEqualTo(Arrays.copyOfRange(file, 16 + i * size, 16 + (i + 1) * size));
            assertThat(examples.get(i).label()).isEqualTo(i % 10);
          }
        });
  }

  @Test
  void idxLabels() throws IOException {
    Files.write(temporary.resolve("train-images-idx3-ubyte"), MnistTest.images(900, 2, 2));

    fuzz(
        MnistTest.labels(900),
        temporary.resolve("train-labels-idx1-ubyte"),
        new Mnist(temporary.toString()),
        (examples, file) -> {
          assertThat(examples).hasSize(900);
          assertThat(file).hasSize(908);
          for (int i = 0; i < 900; i++) {
            assertThat(examples.get(i).label()).isEqualTo(file[8 + i]).isBetween(0, 9);
          }
        });
  }

  @Test
  void idxBehindGzip() throws IOException {
    Files.write(temporary.resolve("train-labels-idx1-ubyte"), MnistTest.labels(20));
    byte[] images = MnistTest.images(20, 9, 7);

    fuzz(
        TarFiles.gzip(images),
        temporary.resolve("train-images-idx3-ubyte.gz"),
        new Mnist(temporary.toString()),
        (examples, file) -> {
          assertThat(examples).hasSize(20);
          assertThat(examples.get(13).image())
              .isEqualTo(Arrays.copyOfRange(images, 16 + 13 * 63, 16 + 14 * 63));
        });
  }

  @Test
  void aTarOfTars() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, byte[]> outer = new TreeMap<>();
    for (String wnid : List.of("n01", "n02", "n03")) {
      Map<String, byte[]> inner = new TreeMap<>();
      for (int i = 0; i < 4; i++) {
        byte[] image = new byte[random.nextInt(1, 1_500)];
        random.nextBytes(image);
        inner.put(wnid + "_" + i + ".JPEG", image);
      }
      outer.put(wnid + ".tar", TarFiles.tar(inner));
    }
    fuzz(
        TarFiles.tar(outer),
        temporary.resolve(ImageNet.TRAIN_TAR),
        ImageNet.parse(temporary.toString()),
        (examples, file) -> {
          Map<String, byte[]> plain = plainly(file);
          assertThat(examples).extracting(Example::id).containsExactlyElementsOf(plain.keySet());
          for (Example example : examples) {
            assertThat(example.encoding()).isEqualTo(Encoding.FILE);
            assertThat(example.label()).isBetween(0, 2);
            assertThat(Arrays.equals(example.image(), plain.get(example.id()))).isTrue();
          }
        });
  }

  /** Tars read by the library, front to back, without a seek. */
  private static Map<String, byte[]> plainly(byte[] outer) throws IOException {
    Map<String, byte[]> images = new LinkedHashMap<>();
    Map<String, byte[]> tars = new TreeMap<>(entries(outer, ".tar"));
    for (Map.Entry<String, byte[]> tar : tars.entrySet()) {
      String wnid = tar.getKey().replace(".tar", "");
      entries(tar.getValue(), ".JPEG")
          .forEach((name, image) -> images.put("train/" + wnid + "/" + name, image));
    }
    return images;
  }

  private static Map<String, byte[]> entries(byte[] tar, String ending) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      for (var entry = in.getNextTarEntry(); entry != null; entry = in.getNextTarEntry()) {
        if (entry.getName().endsWith(ending)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return entries;
  }
}
