// SPDX-License-Identifier: Apache-2.0
package convoy.training.monitor;

/**
 * Where the time of a round went, in milliseconds by the driver's clock and, for the two parts that
 * happen on executors, by the clock of the worker that took the longest.
 *
 * @param computeMillis local steps
 * @param broadcastMillis serializing and handing out the round's start, on the driver
 * @param loadMillis fetching it, filling the replica, and copying the results out of it
 * @param collectMillis what is left of Spark's job: scheduling, and results on their way back; 0 at
 *     least
 * @param averageMillis the weighted sum, the outer step and the running averages, on the driver
 */
public record RoundCost(
    double computeMillis,
    double broadcastMillis,
    double loadMillis,
    double collectMillis,
    double averageMillis) {
  /**
   * Splits a round's time.
   *
   * @param totalMillis of the round
   * @param broadcastMillis of it, before Spark's job
   * @param jobMillis of Spark's job within it
   */
  public static RoundCost of(
      double totalMillis,
      double broadcastMillis,
      double jobMillis,
      double loadMillis,
      double computeMillis) {
    return new RoundCost(
        computeMillis,
        broadcastMillis,
        loadMillis,
        Math.max(0, jobMillis - loadMillis - computeMillis),
        Math.max(0, totalMillis - broadcastMillis - jobMillis));
  }

  /** The round's own cost: everything but computing. */
  public double ownMillis() {
    return broadcastMillis + loadMillis + collectMillis + averageMillis;
  }

  /** The whole round, validation excepted. */
  public double totalMillis() {
    return computeMillis + ownMillis();
  }
}
