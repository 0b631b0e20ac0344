// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
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

  /** The shape of every image so far; {@link #differ} once there were two. */
  private ImageShape shape;

  private boolean differ;

  void add(Example example) {
    differ |= shape != null && !shape.equals(example.shape());
    shape = example.shape();
    classHistogram[example.label()]++;
    content.add(example);
  }

  Manifest.ShardEntry entry() {
    return new Manifest.ShardEntry(
        file, Arrays.stream(classHistogram).sum(), boxed(classHistogram), sha256);
  }

  /** The shape of all images; null where they differ. */
  static ImageShape commonShape(List<ShardResult> shards) {
    ImageShape first = shards.get(0).shape;
    boolean common = shards.stream().noneMatch(shard -> shard.differ || !first.equals(shard.shape));
    return common ? first : null;
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
