// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FigureTest {
  private static final double STEP = 0.01;

  @ParameterizedTest
  @EnumSource
  void coversAboutAsMuchAsTheOthersAndStaysWithinItsReach(Figure figure) {
    double area = 0;
    double reach = 0;
    for (double y = -2 + STEP / 2; y < 2; y += STEP) {
      for (double x = -2 + STEP / 2; x < 2; x += STEP) {
        if (figure.region().distance(x, y) < 0) {
          area += STEP * STEP;
          reach = Math.max(reach, Math.hypot(x, y));
        }
      }
    }

    assertThat(area).isBetween(1.4, 2.3);
    assertThat(reach).isBetween(0.79, Figure.REACH);
  }
}
