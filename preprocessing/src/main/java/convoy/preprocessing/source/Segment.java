// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

/** A straight line from one point to another, of some length. */
record Segment(double fromX, double fromY, double toX, double toY) {
  /** The square of the distance from {@code (x, y)} to the nearest point of the segment. */
  double squaredDistance(double x, double y) {
    double alongX = toX - fromX;
    double alongY = toY - fromY;
    double nearest =
        ((x - fromX) * alongX + (y - fromY) * alongY) / (alongX * alongX + alongY * alongY);
    double limited = Math.max(0, Math.min(1, nearest));
    double restX = x - fromX - limited * alongX;
    double restY = y - fromY - limited * alongY;
    return restX * restX + restY * restY;
  }

  /** Whether the ray from {@code (x, y)} to the right meets the segment; one end counts to it. */
  boolean crossesRay(double x, double y) {
    return fromY > y != toY > y && x < fromX + (y - fromY) / (toY - fromY) * (toX - fromX);
  }
}
