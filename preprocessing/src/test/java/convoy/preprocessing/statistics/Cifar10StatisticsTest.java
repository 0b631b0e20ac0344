// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.RealData;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Cifar10StatisticsTest {
  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);

  /** The reference values were computed with NumPy from the same files. */
  @Test
  void agreesWithNumPyOnTheTrainingSet() throws IOException {
    Path folder = RealData.cifar10();
    PixelSums sums = PixelSums.zero(SHAPE);
    for (int batch = 1; batch <= 5; batch++) {
      addBatch(folder.resolve("data_batch_" + batch + ".bin"), sums);
    }
    Statistics statistics = Statistics.of(sums, "");
    assertThat(statistics.count()).isEqualTo(50_000);
    assertThat(statistics.mean()).isCloseTo(120.7075, within(0.00005));
    PrincipalComponents components = statistics.components();
    assertThat(Arrays.copyOf(components.eigenvalues(), 5))
        .containsExactly(
            new double[] {3599907.0, 1393226.0, 828820.3, 455177.1, 446799.9}, within(0.05));
    assertThat(components.shareOf(144)).isCloseTo(0.9263, within(0.00005));
    assertThat(components.componentsFor(0.99)).isEqualTo(658);
  }

  private static void addBatch(Path file, PixelSums sums) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      while (in.read() >= 0) {
        sums.add(in.readNBytes(SHAPE.size()));
      }
    }
  }
}
