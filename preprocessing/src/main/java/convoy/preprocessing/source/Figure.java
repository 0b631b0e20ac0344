// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import java.util.List;
import java.util.Locale;

/**
 * The ten classes of the synthetic images, in the order of their labels: plane figures about the
 * origin, upright, x to the right and y down. Their sizes are a compromise between covering as much
 * as the others (1.4 to 2.3) and reaching as far (0.8 to 1.3), so that neither tells much.
 */
enum Figure {
  CIRCLE(Region.disc(0, 0, 0.8)),
  RING(Region.disc(0, 0, 0.95).without(Region.disc(0, 0, 0.5))),
  CRESCENT(Region.disc(-0.1, 0, 1).without(Region.disc(0.4, 0, 0.8))),
  TRIANGLE(Region.polygon(0, -1.05, 0.909, 0.525, -0.909, 0.525)),
  SQUARE(Region.polygon(-0.75, -0.75, 0.75, -0.75, 0.75, 0.75, -0.75, 0.75)),
  STAR(star(5, 1.15, 0.48)),
  CROSS(cross(0.98, 0.31)),
  HEART(
      Region.polygon(0, 0.8, -0.75, 0.05, 0, -0.7, 0.75, 0.05)
          .or(Region.disc(-0.375, -0.325, 0.5303))
          .or(Region.disc(0.375, -0.325, 0.5303))),
  ARROW(
      Region.polygon(
          0, -1.1, 0.85, -0.1, 0.3, -0.1, 0.3, 1.05, -0.3, 1.05, -0.3, -0.1, -0.85, -0.1)),
  HOURGLASS(Region.polygon(-0.85, -0.95, 0.85, -0.95, -0.85, 0.95, 0.85, 0.95));

  /** All of them, each at its label. */
  static final List<Figure> ALL = List.of(values());

  /** How far from the origin the largest figure reaches. */
  static final double REACH = 1.3;

  // A region is a function over numbers that no one else holds.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Region region;

  Figure(Region region) {
    this.region = region;
  }

  /** The figure about the origin; no point of it is farther away than {@link #REACH}. */
  Region region() {
    return region;
  }

  /** The name of the class, for example {@code circle}. */
  String className() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The first point up, corners in turn on the outer and the inner radius. */
  private static Region star(int points, double outer, double inner) {
    double[] corners = new double[4 * points];
    for (int i = 0; i < 2 * points; i++) {
      double radius = i % 2 == 0 ? outer : inner;
      corners[2 * i] = radius * StrictMath.sin(Math.PI * i / points);
      corners[2 * i + 1] = -radius * StrictMath.cos(Math.PI * i / points);
    }
    return Region.polygon(corners);
  }

  private static Region cross(double arm, double half) {
    return Region.polygon(-half, -arm, half, -arm, half, arm, -half, arm)
        .or(Region.polygon(-arm, -half, arm, -half, arm, half, -arm, half));
  }
}
