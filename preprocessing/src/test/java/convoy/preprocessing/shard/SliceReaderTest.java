// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.LocalSpark;
import convoy.preprocessing.Split;
import convoy.preprocessing.source.Slice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SliceReaderTest {
  private static final AtomicInteger OPENED = new AtomicInteger();
  private static final AtomicInteger OPEN = new AtomicInteger();

  @TempDir Path temporary;

  /** Three examples the first time; two and a failure from then on. */
  private record FailingSlice() implements Slice {
    @Override
    public Optional<Split> officialSplit() {
      return Optional.empty();
    }

    @Override
    public Examples open(Configuration hadoop) {
      boolean fails = OPENED.getAndIncrement() > 0;
      OPEN.incrementAndGet();
      return new Examples() {
        private int next;
        private boolean closed;

        @Override
        public boolean hasNext() {
          return next < 3;
        }

        @Override
        public Example next() {
          if (fails && next == 2) {
            throw new BadInputException("the disk was pulled out");
          }
          byte[] image = {(byte) next};
          return new Example("id" + next++, 0, new ImageShape(1, 1, 1), Encoding.GRAY8, image);
        }

        @Override
        public void close() {
          OPEN.addAndGet(closed ? 0 : -1);
          closed = true;
        }
      };
    }
  }

  @Test
  void aSliceIsClosedWithATaskThatFailsHalfWay() {
    ShardJob.Request request =
        new ShardJob.Request(
            new MemorySource(List.of("only"), List.of(new FailingSlice())),
            new SplitRule(1, 0),
            ShardOptions.DEFAULT,
            Map.of(),
            new org.apache.hadoop.fs.Path(temporary.resolve("shards").toString()),
            false);

    assertThatThrownBy(() -> ShardJob.run(LocalSpark.context(), request))
        .hasStackTraceContaining("the disk was pulled out");
    assertThat(OPENED.get()).isGreaterThan(1);
    assertThat(OPEN.get()).isZero();
    assertThat(temporary).isEmptyDirectory();
  }
}
