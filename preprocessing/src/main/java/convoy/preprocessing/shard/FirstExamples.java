// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.Split;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A few decoded examples of a split, read where they are asked for, to be looked at. */
public final class FirstExamples {
  private FirstExamples() {}

  /**
   * The first examples in the order of the split: some of each class, and the same every time.
   * Reads no more of the shards than these.
   *
   * @param most how many; fewer where the split has fewer
   * @param shape in which they are seen
   * @throws convoy.preprocessing.BadInputException if the split has no examples, or a shard is
   *     missing or damaged
   */
  public static List<Example> read(
      ShardFolder shards, Split split, int most, ImageShape shape, Configuration hadoop) {
    ShardRange all = shards.ranges(split, 1).get(0);
    List<Example> examples = new ArrayList<>();
    ExampleView view = ExampleView.of(shape, shards.manifest().elements());
    int classes = shards.manifest().classNames().size();
    try (ShardReader reader = new ShardReader(all, view, classes, hadoop)) {
      while (examples.size() < most && reader.hasNext()) {
        examples.add(reader.nextExample());
      }
    }
    return examples;
  }
}
