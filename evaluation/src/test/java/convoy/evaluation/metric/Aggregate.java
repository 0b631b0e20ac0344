// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The laws that every aggregate keeps, whatever it counts.
 *
 * @param zero a new aggregate of nothing
 * @param add adds an example to an aggregate
 * @param merge adds the second aggregate to the first
 */
record Aggregate<A, E>(Supplier<A> zero, BiConsumer<A, E> add, BinaryOperator<A> merge) {

  /** All the examples in their order, added one by one. */
  A of(List<E> examples) {
    A aggregate = zero.get();
    examples.forEach(example -> add.accept(aggregate, example));
    return aggregate;
  }

  /** Fails unless these examples, split and ordered as the seed has it, obey the laws. */
  void obeysTheLaws(List<E> examples, int partitions, long seed) {
    assertThat(merge.apply(zero.get(), zero.get())).isEqualTo(zero.get());
    assertThat(merge.apply(zero.get(), of(examples))).isEqualTo(of(examples));
    assertThat(merge.apply(of(examples), zero.get())).isEqualTo(of(examples));
    A scattered = scattered(examples, partitions, new Random(seed));
    assertThat(scattered).isEqualTo(of(examples)).hasSameHashCodeAs(of(examples));
    assertThat(scattered).hasToString(of(examples).toString());
  }

  /** The examples in a random order, in partitions of which some are empty, in a random tree. */
  private A scattered(List<E> examples, int partitions, Random random) {
    List<E> order = new ArrayList<>(examples);
    Collections.shuffle(order, random);
    List<A> merged = new ArrayList<>();
    IntStream.range(0, partitions).forEach(part -> merged.add(zero.get()));
    order.forEach(example -> add.accept(merged.get(random.nextInt(partitions)), example));
    while (merged.size() > 1) {
      A one = merged.remove(random.nextInt(merged.size()));
      int other = random.nextInt(merged.size());
      merged.set(other, merge.apply(merged.get(other), one));
    }
    return merged.get(0);
  }

  /** What comes out of Java serialization, as between a Spark executor and the driver. */
  static Object afterSpark(Object aggregate) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(aggregate);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
