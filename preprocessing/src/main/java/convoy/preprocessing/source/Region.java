// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

/** A part of the plane, given by how far away its edge is. */
@FunctionalInterface
interface Region {
  /**
   * The signed distance from {@code (x, y)} to the edge: negative inside, 0 on the edge, positive
   * outside. Exact next to the edge, where it decides how much of a pixel is covered; farther away
   * only its sign is.
   */
  double distance(double x, double y);

  /** The disc of that radius about that centre. */
  static Region disc(double centreX, double centreY, double radius) {
    return (x, y) -> length(x - centreX, y - centreY) - radius;
  }

  /** All points within {@code radius} of the line from one point to another: a round-ended bar. */
  static Region stroke(double fromX, double fromY, double toX, double toY, double radius) {
    return (x, y) -> Math.sqrt(toSegment(x, y, fromX, fromY, toX, toY)) - radius;
  }

  /**
   * The inside of a closed polygon by the even-odd rule.
   *
   * @param corners {@code x0, y0, x1, y1, ...}, at least three corners; edges may cross
   */
  static Region polygon(double... corners) {
    return (x, y) -> {
      double nearest = Double.POSITIVE_INFINITY;
      boolean inside = false;
      double fromX = corners[corners.length - 2];
      double fromY = corners[corners.length - 1];
      for (int i = 0; i < corners.length; i += 2) {
        double toX = corners[i];
        double toY = corners[i + 1];
        nearest = Math.min(nearest, toSegment(x, y, fromX, fromY, toX, toY));
        // A ray to the right of (x, y) meets this edge: inside and outside change places.
        if (fromY > y != toY > y && x < fromX + (y - fromY) / (toY - fromY) * (toX - fromX)) {
          inside = !inside;
        }
        fromX = toX;
        fromY = toY;
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

  private static double length(double x, double y) {
    return Math.sqrt(x * x + y * y);
  }

  /** The squared distance from {@code (x, y)} to a line segment of some length. */
  private static double toSegment(
      double x, double y, double fromX, double fromY, double toX, double toY) {
    double alongX = toX - fromX;
    double alongY = toY - fromY;
    double t = ((x - fromX) * alongX + (y - fromY) * alongY) / (alongX * alongX + alongY * alongY);
    double clamped = Math.max(0, Math.min(1, t));
    double restX = x - fromX - clamped * alongX;
    double restY = y - fromY - clamped * alongY;
    return restX * restX + restY * restY;
  }
}
