// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * CIFAR-10 in its binary layout (A. Krizhevsky, Learning multiple layers of features from tiny
 * images, 2009): a folder with {@code data_batch_1.bin} to {@code data_batch_5.bin} and, where it
 * is at hand, {@code test_batch.bin}; or the official {@code cifar-10-binary.tar.gz} as it is. A
 * record is one label byte and 3,072 pixel bytes, the planes R, G and B row by row.
 *
 * @param location URI of the folder or archive
 */
public record Cifar10(String location) implements Source {
  static final CifarLayout LAYOUT =
      new CifarLayout(
          "CIFAR-10",
          List.of(10),
          0,
          IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i + ".bin").toList(),
          "test_batch.bin",
          10_000);

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
  public List<String> classNames(Configuration hadoop) {
    return NAMES;
  }

  @Override
  public List<Slice> slices(Configuration hadoop) {
    return new CifarFolder(LAYOUT, location).slices(hadoop);
  }
}
