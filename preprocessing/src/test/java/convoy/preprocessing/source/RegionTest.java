// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class RegionTest {
  private static final Region RECTANGLE = Region.polygon(-2, -1, 2, -1, 2, 1, -2, 1);

  @Test
  void aDiscIsAsFarAwayAsItsEdge() {
    Region disc = Region.disc(1, 2, 3);

    assertThat(disc.distance(1, 2)).isEqualTo(-3);
    assertThat(disc.distance(4, 2)).isZero();
    assertThat(disc.distance(1, 7)).isEqualTo(2);
  }

  @Test
  void aStrokeHasRoundEnds() {
    Region stroke = Region.stroke(new Segment(0, 0, 4, 0), 0.5);

    assertThat(stroke.distance(2, 2)).isEqualTo(1.5);
    assertThat(stroke.distance(7, 4)).isEqualTo(4.5);
    assertThat(stroke.distance(-3, 0)).isEqualTo(2.5);
  }

  @Test
  void aPolygonKnowsSidesAndCorners() {
    assertThat(RECTANGLE.distance(0, 0)).isEqualTo(-1);
    assertThat(RECTANGLE.distance(1.75, 0)).isEqualTo(-0.25);
    assertThat(RECTANGLE.distance(5, 5)).isEqualTo(5);
    assertThat(RECTANGLE.distance(0, -3)).isEqualTo(2);
  }

  @Test
  void aPolygonWhoseSidesCrossIsEmptyBesideTheCrossing() {
    Region hourglass = Region.polygon(-1, -1, 1, -1, -1, 1, 1, 1);

    assertThat(hourglass.distance(0, -0.5)).isNegative();
    assertThat(hourglass.distance(0, 0.5)).isNegative();
    assertThat(hourglass.distance(0.5, 0)).isPositive();
    assertThat(hourglass.distance(-0.5, 0)).isPositive();
  }

  @Property
  void aPolygonOfARectangleIsTheRectangle(
      @ForAll @DoubleRange(min = -4, max = 4) double x,
      @ForAll @DoubleRange(min = -4, max = 4) double y) {
    double outX = Math.abs(x) - 2;
    double outY = Math.abs(y) - 1;
    double expected =
        Math.hypot(Math.max(0, outX), Math.max(0, outY)) + Math.min(0, Math.max(outX, outY));

    assertThat(RECTANGLE.distance(x, y)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void orAndWithoutCombineInsides() {
    Region left = Region.disc(0, 0, 1);
    Region right = Region.disc(1, 0, 1);

    assertThat(left.or(right).distance(1.5, 0)).isEqualTo(-0.5);
    assertThat(left.without(right).distance(0.5, 0)).isEqualTo(0.5);
    assertThat(left.without(right).distance(-0.5, 0)).isEqualTo(-0.5);
  }
}
