// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.LocalSpark;
import convoy.preprocessing.SampleImages;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.Intake;
import convoy.preprocessing.shard.MemorySource;
import convoy.preprocessing.shard.MemorySource.MemorySlice;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.shard.ShardJob;
import convoy.preprocessing.shard.ShardOptions;
import convoy.preprocessing.shard.SplitRule;
import convoy.preprocessing.source.Slice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Shards of a few small images, so many in each split. */
final class SmallShards {
  static final ImageShape SHAPE = new ImageShape(3, 4, 5);

  private SmallShards() {}

  /** Writes shards; the training images are the same whatever the other splits have. */
  static ShardFolder write(Path folder, int train, int validation, int test) throws IOException {
    return write(
        folder,
        List.of(
            new MemorySlice(Split.TRAIN, examples(Split.TRAIN, train)),
            new MemorySlice(Split.VALIDATION, examples(Split.VALIDATION, validation)),
            new MemorySlice(Split.TEST, examples(Split.TEST, test))));
  }

  /** Writes shards of these training examples, of two classes, and of no others. */
  static ShardFolder write(Path folder, List<Example> train) throws IOException {
    return write(folder, List.<Slice>of(new MemorySlice(Split.TRAIN, train)));
  }

  /** A training example of such features. */
  static Example features(String id, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    ImageShape shape = new ImageShape(values.length, 1, 1);
    return new Example(id, 0, shape, Encoding.FLOAT32, bytes.array());
  }

  private static ShardFolder write(Path folder, Collection<Slice> slices) throws IOException {
    org.apache.hadoop.fs.Path output = new org.apache.hadoop.fs.Path(folder.toUri());
    ShardJob.run(
        LocalSpark.context(),
        new ShardJob.Request(
            new MemorySource(List.of("even", "odd"), List.copyOf(slices)),
            new SplitRule(5, 0.3),
            new ShardOptions(3, 0, false, Intake.AS_THEY_CAME),
            Map.of(),
            output,
            false));
    return ShardFolder.open(output, new Configuration());
  }

  /** The pixels of the first images of a split. */
  static List<byte[]> images(Split split, int count) {
    return SampleImages.correlated(SHAPE, count, split.code().hashCode());
  }

  private static List<Example> examples(Split split, int count) {
    List<byte[]> images = images(split, count);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = split.code() + "-" + i;
      examples.add(new Example(id, i % 2, SHAPE, Encoding.RGB8, images.get(i)));
    }
    return examples;
  }
}
