// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.LocalSpark;
import convoy.preprocessing.SampleImages;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.shard.ShardJob;
import convoy.preprocessing.shard.SplitRule;
import convoy.preprocessing.source.Slice;
import convoy.preprocessing.source.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Shards of a few small images, so many in each split. */
final class SmallShards {
  static final ImageShape SHAPE = new ImageShape(3, 4, 5);

  private static final SplitRule RULE = new SplitRule(5, 0.3);

  private SmallShards() {}

  /** Writes shards; the training images are the same whatever the other splits have. */
  static ShardFolder write(Path folder, int train, int validation, int test) throws IOException {
    List<Example> pool = new ArrayList<>(examples(Split.TRAIN, train));
    pool.addAll(examples(Split.VALIDATION, validation));
    List<Slice> slices =
        List.of(new MemorySlice(false, pool), new MemorySlice(true, examples(Split.TEST, test)));
    org.apache.hadoop.fs.Path output = new org.apache.hadoop.fs.Path(folder.toUri());
    ShardJob.run(
        LocalSpark.context(),
        new ShardJob.Request(new MemorySource(slices), RULE, 3, output, false));
    return ShardFolder.open(output, new Configuration());
  }

  /** The pixels of the first images of a split. */
  static List<byte[]> images(Split split, int count) {
    return SampleImages.correlated(SHAPE, count, split.code().hashCode());
  }

  private static List<Example> examples(Split split, int count) {
    List<byte[]> images = images(split, count);
    List<Example> examples = new ArrayList<>();
    for (int name = 0; examples.size() < count; name++) {
      String id = split.code() + "-" + name;
      if (RULE.split(RULE.key(id), split == Split.TEST) == split) {
        examples.add(new Example(id, name % 2, SHAPE, Encoding.RGB8, images.get(examples.size())));
      }
    }
    return examples;
  }

  private record MemorySource(List<Slice> parts) implements Source {
    @Override
    public String specification() {
      return "memory";
    }

    @Override
    public List<String> classNames() {
      return List.of("even", "odd");
    }

    @Override
    public ImageShape shape() {
      return SHAPE;
    }

    @Override
    public List<Slice> slices(Configuration hadoop) {
      return parts;
    }
  }

  private record MemorySlice(boolean officialTest, List<Example> examples) implements Slice {
    @Override
    public Examples open(Configuration hadoop) {
      var iterator = examples.iterator();
      return new Examples() {
        @Override
        public boolean hasNext() {
          return iterator.hasNext();
        }

        @Override
        public Example next() {
          return iterator.next();
        }

        @Override
        public void close() {}
      };
    }
  }
}
