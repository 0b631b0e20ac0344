// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TallSkinnyQrTest {
  /** The columns (3, 4) and (1, 0): R = [[5, 3/5], [0, 4/5]], by columns. */
  @Test
  void factorsTwoByTwoAsByHand() {
    TallSkinnyQr qr = TallSkinnyQr.zero(2).add(new double[] {3, 1, 4, 0}, 2);
    assertThat(qr.factor()).containsExactly(new double[] {5, 0, 0.6, 0.8}, within(1e-15));
  }

  @Property(tries = 100)
  void givesTheSameFactorForAnyBlocksAndMerges(
      @ForAll @IntRange(min = 1, max = 6) int columns,
      @ForAll @IntRange(min = 6, max = 60) int rows,
      @ForAll @IntRange(min = 1, max = 9) int parts,
      @ForAll long seed) {
    Random random = new Random(seed);
    double[] matrix = random.doubles((long) rows * columns, -1, 1).toArray();
    TallSkinnyQr[] part = new TallSkinnyQr[parts];
    Arrays.setAll(part, i -> TallSkinnyQr.zero(columns));
    for (int begin = 0; begin < rows; ) {
      int count = Math.min(1 + random.nextInt(5), rows - begin);
      part[random.nextInt(parts)].add(
          Arrays.copyOfRange(matrix, begin * columns, (begin + count) * columns), count);
      begin += count;
    }
    TallSkinnyQr merged = Arrays.stream(part).reduce(TallSkinnyQr::merge).orElseThrow();
    assertThat(squared(merged.factor(), columns, columns, false))
        .containsExactly(squared(matrix, rows, columns, true), within(1e-12));
    for (int i = 0; i < columns; i++) {
      assertThat(merged.factor()[i * columns + i]).isNotNegative();
    }
  }

  /** Squaring (1, 1 + 1e-9) would lose the second singular value altogether. */
  @Test
  void keepsASingularValueThatSquaringWouldLose() {
    double tiny = 1e-9;
    TallSkinnyQr qr = TallSkinnyQr.zero(2).add(new double[] {1, 1, 0, tiny}, 2);
    assertThat(qr.factor()[3]).isCloseTo(tiny, within(1e-20));
  }

  @Test
  void isZeroForNoRows() {
    TallSkinnyQr nothing = TallSkinnyQr.zero(3).merge(TallSkinnyQr.zero(3));
    assertThat(nothing.factor()).containsOnly(0);
    double[] row = {1, 2, 3};
    assertThat(TallSkinnyQr.zero(3).add(row, 1).merge(nothing).factor())
        .containsExactly(new double[] {1, 0, 0, 2, 0, 0, 3, 0, 0}, within(1e-15));
  }

  @Test
  void refusesAnotherNumberOfColumns() {
    assertThatThrownBy(() -> TallSkinnyQr.zero(3).merge(TallSkinnyQr.zero(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** M^T M of a matrix by rows or by columns. */
  private static double[] squared(double[] matrix, int rows, int columns, boolean byRows) {
    double[] product = new double[columns * columns];
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        for (int r = 0; r < rows; r++) {
          product[i * columns + j] +=
              byRows
                  ? matrix[r * columns + i] * matrix[r * columns + j]
                  : matrix[i * rows + r] * matrix[j * rows + r];
        }
      }
    }
    return product;
  }
}
