// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.Example;
import convoy.preprocessing.Split;
import convoy.preprocessing.source.Slice;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.LongAccumulator;

/** A slice whose examples are counted as they are read, those that cannot be used as well. */
record CountedSlice(Slice slice, LongAccumulator read) implements Slice {
  @Override
  public Optional<Split> officialSplit() {
    return slice.officialSplit();
  }

  @Override
  public Examples open(Configuration hadoop) throws IOException {
    Examples examples = slice.open(hadoop);
    return new Examples() {
      @Override
      public boolean hasNext() {
        return examples.hasNext();
      }

      @Override
      public Example next() {
        read.add(1);
        return examples.next();
      }

      @Override
      public void close() throws IOException {
        examples.close();
      }
    };
  }
}
