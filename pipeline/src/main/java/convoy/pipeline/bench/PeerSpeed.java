// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import java.util.List;

/**
 * A peer that was measured beside Convoy, several times over.
 *
 * @param imagesPerSecond of the peer; median, NaN where it was not measured
 * @param ratio times as fast as the peer that Convoy was each time just before; median, NaN
 *     likewise
 */
public record PeerSpeed(double imagesPerSecond, double ratio) {
  /**
   * One measurement of both.
   *
   * @param convoy images per second
   * @param peer images per second, measured just after
   */
  record Pair(double convoy, double peer) {}

  /** Takes medians, of nothing NaN. */
  static PeerSpeed of(List<Pair> pairs) {
    if (pairs.isEmpty()) {
      return new PeerSpeed(Double.NaN, Double.NaN);
    }
    return new PeerSpeed(
        Stopwatch.median(pairs.stream().map(Pair::peer).toList()),
        Stopwatch.median(pairs.stream().map(pair -> pair.convoy() / pair.peer()).toList()));
  }
}
