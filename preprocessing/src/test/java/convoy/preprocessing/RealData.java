// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the real images that are kept beside the repository and cannot be part of it. */
public final class RealData {
  private static final Path BESIDE_THE_REPOSITORY = Path.of("..", "..", "shared", "data");

  private RealData() {}

  /** The CIFAR-10 training set's folder of binary files; skips the test where it is absent. */
  public static Path cifar10() {
    Path folder = BESIDE_THE_REPOSITORY.resolve("cifar-10-batches-bin");
    assumeTrue(
        Files.isDirectory(folder),
        () -> "skipped: needs the CIFAR-10 training set at " + folder.toAbsolutePath().normalize());
    return folder;
  }

  /** ImageNet photographs in class folders; skips the test where they are absent. */
  public static Path imagenette() {
    Path folder = BESIDE_THE_REPOSITORY.resolve("imagenette");
    assumeTrue(
        Files.isDirectory(folder),
        () -> "skipped: needs ImageNet photographs at " + folder.toAbsolutePath().normalize());
    return folder;
  }
}
