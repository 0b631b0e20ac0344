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
    return folder("cifar-10-batches-bin", "the CIFAR-10 training set");
  }

  /** Photographs in ImageNet's folder layout; skips the test where they are absent. */
  public static Path imagenette() {
    return folder("imagenette", "ImageNet photographs");
  }

  private static Path folder(String name, String what) {
    Path folder = BESIDE_THE_REPOSITORY.resolve(name);
    assumeTrue(
        Files.isDirectory(folder),
        () -> "skipped: needs " + what + " at " + folder.toAbsolutePath().normalize());
    return folder;
  }
}
