// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.Example;
import convoy.preprocessing.Split;
import convoy.preprocessing.job.TaskScope;
import convoy.preprocessing.source.Slice;
import convoy.preprocessing.source.UnusableExampleException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import scala.Tuple2;

/**
 * Reads slices on an executor, one example in memory at a time: once to see what there is, once
 * more to send every example to its shard.
 */
record SliceReader(SplitRule rule, Intake intake) implements Serializable {
  /** What a slice holds. */
  SliceIndex index(Slice slice, Configuration hadoop) throws IOException {
    SliceIndex index = new SliceIndex(slice.officialSplit());
    try (Slice.Examples examples = slice.open(hadoop)) {
      while (examples.hasNext()) {
        TaskScope.requireWanted();
        try {
          add(examples.next(), index);
        } catch (UnusableExampleException e) {
          index.reject(new Rejection(e.id(), e.reason().code(), e.detail()));
        }
      }
    }
    return index.trimmed();
  }

  private void add(Example example, SliceIndex index) {
    Optional<Rejection> rejection = intake.check(example);
    if (rejection.isPresent()) {
      index.reject(rejection.get());
    } else {
      index.add(
          rule.key(example.id()),
          example.label(),
          Content.of(example),
          intake.storedBytes(example));
    }
  }

  /**
   * A slice's examples with their places, within a Spark task; the slice is closed after its last
   * one, or with the task.
   */
  Iterator<Tuple2<ShardKey, Example>> placed(
      Slice slice, ShardPlan plan, LeakFinder leaks, Configuration hadoop) throws IOException {
    return new Placed(
        slice.officialSplit(), TaskScope.closedWithItsTask(slice.open(hadoop)), plan, leaks);
  }

  /** Looks one example ahead, because some are left out. */
  private final class Placed implements Iterator<Tuple2<ShardKey, Example>> {
    private final Optional<Split> official;
    private final Slice.Examples examples;
    private final ShardPlan plan;
    private final LeakFinder leaks;
    private Tuple2<ShardKey, Example> next;

    private Placed(
        Optional<Split> official, Slice.Examples examples, ShardPlan plan, LeakFinder leaks) {
      this.official = official;
      this.examples = examples;
      this.plan = plan;
      this.leaks = leaks;
    }

    @Override
    public boolean hasNext() {
      while (next == null && examples.hasNext()) {
        TaskScope.requireWanted();
        next = nextPlaced().orElse(null);
      }
      if (next == null) {
        close();
      }
      return next != null;
    }

    private Optional<Tuple2<ShardKey, Example>> nextPlaced() {
      Example example;
      try {
        example = examples.next();
      } catch (UnusableExampleException e) {
        // Rejected at the first reading; if only now, the job misses it when it counts.
        return Optional.empty();
      }
      Optional<ShardKey> place = plan.find(official, example.label(), rule.key(example.id()));
      leaks.look(example, place.map(found -> plan.file(found.shard())));
      return place.map(found -> new Tuple2<>(found, intake.store(example)));
    }

    @Override
    public Tuple2<ShardKey, Example> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Tuple2<ShardKey, Example> found = next;
      next = null;
      return found;
    }

    private void close() {
      try {
        examples.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
