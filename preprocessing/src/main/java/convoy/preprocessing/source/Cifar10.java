// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * CIFAR-10 in its binary layout (A. Krizhevsky, Learning multiple layers of features from tiny
 * images, 2009): a folder with {@code data_batch_1.bin} to {@code data_batch_5.bin} and, where it
 * is at hand, {@code test_batch.bin}; or the official {@code cifar-10-binary.tar.gz} as it is. A
 * record is one label byte and 3,072 pixel bytes, the planes R, G and B row by row.
 *
 * @param location URI of the folder or archive
 */
public record Cifar10(String location) implements Source {
  static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  static final int CLASSES = 10;
  static final int RECORD_BYTES = 1 + SHAPE.size();

  /** No file of CIFAR-10 holds more records than this. */
  static final int RECORDS_A_FILE = 10_000;

  private static final int RECORDS_A_SLICE = 5_000;
  private static final String TEST_FILE = "test_batch.bin";
  private static final List<String> TRAINING_FILES =
      IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i + ".bin").toList();
  private static final List<String> NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  /**
   * @throws BadInputException if no location is given
   */
  public Cifar10 {
    if (location.isBlank()) {
      throw new BadInputException(
          "cifar10 needs a folder or archive, for example cifar10:/data/cifar-10-batches-bin");
    }
  }

  @Override
  public String specification() {
    return "cifar10:" + location;
  }

  @Override
  public List<String> classNames() {
    return NAMES;
  }

  @Override
  public ImageShape shape() {
    return SHAPE;
  }

  @Override
  public List<Slice> slices(Configuration hadoop) {
    Path path = new Path(location);
    try {
      FileSystem files = path.getFileSystem(hadoop);
      if (!files.exists(path)) {
        throw new BadInputException(
            "%s does not exist; cifar10 takes the folder cifar-10-batches-bin or the archive"
                    .formatted(location)
                + " cifar-10-binary.tar.gz");
      }
      List<Slice> slices =
          files.getFileStatus(path).isDirectory() ? folder(files, path) : archive(files, path);
      if (slices.stream().allMatch(Slice::officialTest)) {
        throw new BadInputException(
            "%s holds none of %s .. %s"
                .formatted(location, TRAINING_FILES.get(0), TRAINING_FILES.get(4)));
      }
      return slices;
    } catch (IOException e) {
      throw new BadInputException("cannot read %s: %s".formatted(location, e.getMessage()), e);
    }
  }

  private static List<Slice> folder(FileSystem files, Path folder) throws IOException {
    List<Slice> slices = new ArrayList<>();
    FileStatus[] listing = files.listStatus(folder);
    Arrays.sort(listing);
    for (FileStatus file : listing) {
      String name = file.getPath().getName();
      if (isBatch(name)) {
        int records = records(name, file.getLen());
        for (int from = 0; from < records; from += RECORDS_A_SLICE) {
          int to = Math.min(records, from + RECORDS_A_SLICE);
          slices.add(
              new Cifar10Slice(
                  file.getPath().toString(), null, name, name.equals(TEST_FILE), from, to));
        }
      }
    }
    return slices;
  }

  /** One slice a file of the archive; each reads the archive's stream up to its own file. */
  private static List<Slice> archive(FileSystem files, Path archive) throws IOException {
    List<Slice> slices = new ArrayList<>();
    try (InputStream raw = files.open(archive);
        TarArchiveInputStream tar = Cifar10Slice.untar(raw)) {
      for (TarArchiveEntry entry = tar.getNextTarEntry();
          entry != null;
          entry = tar.getNextTarEntry()) {
        String name = new Path(entry.getName()).getName();
        if (entry.isFile() && isBatch(name)) {
          int records = records(name, entry.getSize());
          slices.add(
              new Cifar10Slice(
                  archive.toString(), entry.getName(), name, name.equals(TEST_FILE), 0, records));
        }
      }
    }
    return slices;
  }

  private static boolean isBatch(String name) {
    return TRAINING_FILES.contains(name) || name.equals(TEST_FILE);
  }

  /** How many records a file of that size holds; refuses sizes that CIFAR-10 cannot have. */
  private static int records(String name, long bytes) {
    if (bytes == 0 || bytes % RECORD_BYTES != 0 || bytes > (long) RECORDS_A_FILE * RECORD_BYTES) {
      throw new BadInputException(
          "%s has %,d bytes; expected a multiple of 3,073 (a label and 3,072 pixels), at most"
                  .formatted(name, bytes)
              + " 30,730,000: it is truncated, oversized or not CIFAR-10");
    }
    return (int) (bytes / RECORD_BYTES);
  }
}
