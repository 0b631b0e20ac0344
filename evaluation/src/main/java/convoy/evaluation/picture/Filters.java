// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import convoy.preprocessing.ImageShape;
import java.util.stream.IntStream;

/**
 * The weights of a convolution layer, to be looked at.
 *
 * @param weights {@code [count, channels, height, width]}; not copied, not to be changed
 * @param count of filters
 * @param shape of one filter
 */
public record Filters(float[] weights, int count, ImageShape shape) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if there is no filter, or not a weight for every place
   */
  public Filters {
    if (count < 1 || weights.length != Math.multiplyExact(count, shape.size())) {
      throw new IllegalArgumentException(
          "%s weights for %s filters of %s".formatted(weights.length, count, shape));
    }
  }

  /**
   * All filters in a grid, in their order, row by row. Each one is scaled by its own smallest and
   * largest weight, so a weak filter looks as strong as a strong one; channels are chosen as {@link
   * PngImage#of} says.
   */
  public PngImage grid() {
    PngImage[] tiles =
        IntStream.range(0, count)
            .mapToObj(filter -> PngImage.of(ofFilter(filter), shape))
            .toArray(PngImage[]::new);
    return PngImage.grid(tiles, columns());
  }

  private double[] ofFilter(int filter) {
    return IntStream.range(filter * shape.size(), (filter + 1) * shape.size())
        .mapToDouble(i -> weights[i])
        .toArray();
  }

  /** A divisor of the count that makes the grid square or up to four times as wide as high. */
  private int columns() {
    int root = (int) Math.ceil(Math.sqrt(count));
    return IntStream.rangeClosed(root, 2 * root)
        .filter(columns -> count % columns == 0)
        .findFirst()
        .orElse(root);
  }
}
