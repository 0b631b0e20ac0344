// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import java.io.Serializable;
import java.util.List;

/**
 * A shard that an executor has written.
 *
 * @param file below the folder of the data set
 * @param sha256 of the file's bytes, in hexadecimal digits
 * @param summary of its examples
 */
record ShardResult(String file, String sha256, SplitSummary summary) implements Serializable {
  Manifest.ShardEntry entry() {
    return new Manifest.ShardEntry(file, summary.count(), summary.classHistogram(), sha256);
  }

  /** All examples of those shards; there is at least one. */
  static SplitSummary summary(List<ShardResult> shards) {
    SplitSummary all = SplitSummary.zero(shards.get(0).summary.classHistogram().size());
    shards.forEach(shard -> all.merge(shard.summary));
    return all;
  }

  /** What the manifest says of the split that those shards make up; there is at least one. */
  static Manifest.SplitEntry split(List<ShardResult> shards) {
    SplitSummary all = summary(shards);
    return new Manifest.SplitEntry(
        all.count(),
        all.classHistogram(),
        all.digest(),
        shards.stream().map(ShardResult::entry).toList());
  }
}
