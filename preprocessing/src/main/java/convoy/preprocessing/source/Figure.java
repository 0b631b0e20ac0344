// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import java.util.List;

/**
 * A class of the synthetic images: a plane figure about the origin, upright, x to the right and y
 * down, of which no point is farther away than {@link #REACH}.
 */
record Figure(String className, Region region) {
  /** How far from the origin the largest figure reaches. */
  static final double REACH = 1.3;

  /**
   * The ten classes in the order of their labels. Their sizes are chosen so that none is told from
   * the others by how far it reaches or how much it covers.
   */
  static final List<Figure> ALL =
      List.of(
          new Figure("circle", Region.disc(0, 0, 0.8)),
          new Figure("ring", Region.disc(0, 0, 0.95).without(Region.disc(0, 0, 0.5))),
          new Figure("crescent", Region.disc(-0.1, 0, 1).without(Region.disc(0.4, 0, 0.8))),
          new Figure("triangle", Region.polygon(0, -1.05, 0.909, 0.525, -0.909, 0.525)),
          new Figure("square", Region.polygon(-0.75, -0.75, 0.75, -0.75, 0.75, 0.75, -0.75, 0.75)),
          new Figure("star", star(5, 1.15, 0.48)),
          new Figure("cross", cross(0.98, 0.31)),
          new Figure("heart", heart()),
          new Figure(
              "arrow",
              Region.polygon(
                  0, -1.1, 0.85, -0.1, 0.3, -0.1, 0.3, 1.05, -0.3, 1.05, -0.3, -0.1, -0.85, -0.1)),
          new Figure(
              "hourglass", Region.polygon(-0.85, -0.95, 0.85, -0.95, -0.85, 0.95, 0.85, 0.95)));

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

  private static Region heart() {
    return Region.polygon(0, 0.8, -0.75, 0.05, 0, -0.7, 0.75, 0.05)
        .or(Region.disc(-0.375, -0.325, 0.5303))
        .or(Region.disc(0.375, -0.325, 0.5303));
  }
}
