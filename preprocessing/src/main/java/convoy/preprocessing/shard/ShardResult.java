// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.Example;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** What an executor counted while it wrote one shard. */
final class ShardResult implements Serializable {
  private static final long serialVersionUID = 1L;

  final String file;
  final long[] classHistogram;
  final ContentDigest content = new ContentDigest();
  String sha256;

  ShardResult(String file, int classes) {
    this.file = file;
    this.classHistogram = new long[classes];
  }

  void add(Example example) {
    classHistogram[example.label()]++;
    content.add(example);
  }

  Manifest.ShardEntry entry() {
    return new Manifest.ShardEntry(
        file, Arrays.stream(classHistogram).sum(), boxed(classHistogram), sha256);
  }

  /** What the manifest says of the split that these shards make up; there is at least one. */
  static Manifest.SplitEntry merge(List<ShardResult> shards) {
    ContentDigest content = new ContentDigest();
    long[] histogram = new long[shards.get(0).classHistogram.length];
    for (ShardResult shard : shards) {
      content.merge(shard.content);
      Arrays.setAll(histogram, label -> histogram[label] + shard.classHistogram[label]);
    }
    return new Manifest.SplitEntry(
        Arrays.stream(histogram).sum(),
        boxed(histogram),
        content.hex(),
        shards.stream().map(ShardResult::entry).toList());
  }

  private static List<Long> boxed(long[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
