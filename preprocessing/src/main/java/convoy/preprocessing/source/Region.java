// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

/** A part of the plane, given by how far away its edge is. */
@FunctionalInterface
interface Region {
  /**
   * The signed distance from {@code (x, y)} to the edge: negative inside, 0 on the edge, positive
   * outside. Exact next to the edge, where it decides how much of a pixel is covered; elsewhere
   * only its sign is.
   */
  double distance(double x, double y);

  /** The disc of that radius about that centre. */
  static Region disc(double centreX, double centreY, double radius) {
    return (x, y) -> {
      double alongX = x - centreX;
      double alongY = y - centreY;
      return Math.sqrt(alongX * alongX + alongY * alongY) - radius;
    };
  }

  /** All points within {@code radius} of a segment: a bar with round ends. */
  static Region stroke(Segment segment, double radius) {
    return (x, y) -> Math.sqrt(segment.squaredDistance(x, y)) - radius;
  }

  /**
   * The inside of a closed polygon by the even-odd rule.
   *
   * @param corners {@code x0, y0, x1, y1, ...}, at least three corners, no two neighbours equal;
   *     sides may cross
   */
  static Region polygon(double... corners) {
    Segment[] sides = new Segment[corners.length / 2];
    for (int i = 0; i < sides.length; i++) {
      int next = (i + 1) % sides.length;
      sides[i] =
          new Segment(corners[2 * i], corners[2 * i + 1], corners[2 * next], corners[2 * next + 1]);
    }
    return (x, y) -> {
      double nearest = Double.POSITIVE_INFINITY;
      boolean inside = false;
      for (Segment side : sides) {
        nearest = Math.min(nearest, side.squaredDistance(x, y));
        inside ^= side.crossesRay(x, y);
      }
      return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
    };
  }

  /** What lies in either region. */
  default Region or(Region other) {
    return (x, y) -> Math.min(distance(x, y), other.distance(x, y));
  }

  /** What lies in this region and not in the other. */
  default Region without(Region other) {
    return (x, y) -> Math.max(distance(x, y), -other.distance(x, y));
  }
}
