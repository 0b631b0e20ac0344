// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.Example;
import convoy.preprocessing.Split;
import convoy.preprocessing.source.Slice;
import convoy.preprocessing.source.Source;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/** Examples that a test has in memory. */
public record MemorySource(List<String> classNames, List<Slice> slices) implements Source {
  @Override
  public String specification() {
    return "memory:";
  }

  @Override
  public List<String> classNames(Configuration hadoop) {
    return classNames;
  }

  @Override
  public List<Slice> slices(Configuration hadoop) {
    return slices;
  }

  /** Examples in that many slices, in turn. */
  static List<Slice> cut(List<Example> examples, Split official, int slices) {
    return IntStream.range(0, slices)
        .<Slice>mapToObj(
            slice ->
                new MemorySlice(
                    official,
                    IntStream.range(0, examples.size())
                        .filter(i -> i % slices == slice)
                        .mapToObj(examples::get)
                        .toList()))
        .toList();
  }

  /** Some of them; {@code official} is null for the training pool. */
  public record MemorySlice(Split official, List<Example> examples) implements Slice {
    @Override
    public Optional<Split> officialSplit() {
      return Optional.ofNullable(official);
    }

    @Override
    public Examples open(Configuration hadoop) {
      Iterator<Example> listed = examples.iterator();
      return new Examples() {
        @Override
        public boolean hasNext() {
          return listed.hasNext();
        }

        @Override
        public Example next() {
          return listed.next();
        }

        @Override
        public void close() {}
      };
    }
  }
}
