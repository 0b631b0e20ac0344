// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.preprocessing.ImageShape;

/**
 * The mean of the training split's images.
 *
 * @param values {@code [channels, height, width]}; not copied, not to be changed
 * @param shape of the values
 */
public record MeanImage(double[] values, ImageShape shape) {

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if the values do not have that shape
   */
  public MeanImage {
    if (values.length != shape.size()) {
      throw new IllegalArgumentException(
          "a mean image of %s values for %s".formatted(values.length, shape));
    }
  }
}
