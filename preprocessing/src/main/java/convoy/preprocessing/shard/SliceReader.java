// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.Example;
import convoy.preprocessing.Split;
import convoy.preprocessing.source.Slice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import scala.Tuple2;

/** Reads a slice on an executor: once for its keys, once more for its examples. */
final class SliceReader {
  private SliceReader() {}

  /** The keys of a slice's examples by split, in the order of the slice. */
  static EnumMap<Split, long[]> keys(Slice slice, SplitRule rule, Configuration hadoop)
      throws IOException {
    EnumMap<Split, LongStream.Builder> keys = new EnumMap<>(Split.class);
    try (Slice.Examples examples = slice.open(hadoop)) {
      while (examples.hasNext()) {
        long key = rule.key(examples.next().id());
        keys.computeIfAbsent(rule.split(key, slice.officialTest()), split -> LongStream.builder())
            .add(key);
      }
    }
    EnumMap<Split, long[]> arrays = new EnumMap<>(Split.class);
    keys.forEach((split, builder) -> arrays.put(split, builder.build().toArray()));
    return arrays;
  }

  /** A slice's examples with their place in the shards; the slice is closed after its last one. */
  static Iterator<Tuple2<ShardKey, Example>> keyed(
      Slice slice, SplitRule rule, ShardPlan plan, Configuration hadoop) throws IOException {
    Slice.Examples examples = slice.open(hadoop);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        if (examples.hasNext()) {
          return true;
        }
        try {
          examples.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return false;
      }

      @Override
      public Tuple2<ShardKey, Example> next() {
        Example example = examples.next();
        long key = rule.key(example.id());
        Split split = rule.split(key, slice.officialTest());
        return new Tuple2<>(new ShardKey(plan.shard(split, key), key), example);
      }
    };
  }
}
