// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Nearest neighbours as one would write them in a minute: every distance alone, then sorted. */
final class NaiveNeighbours {
  private NaiveNeighbours() {}

  static ByteVectors bytes(long seed, int count, int dimension, int levels) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] values = new byte[count * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (random.nextInt(levels) * (255 / (levels - 1)));
    }
    return new ByteVectors(dimension, labels(random, count), values);
  }

  static FloatVectors floats(long seed, int count, int dimension, float mean, float scale) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = mean + scale * (float) random.nextDouble(-1, 1);
    }
    return new FloatVectors(dimension, labels(random, count), values);
  }

  private static int[] labels(SplittableRandom random, int count) {
    return random.ints(count, 0, 4).toArray();
  }

  static double distance(Distance distance, Vectors a, int i, Vectors b, int j) {
    double sum = 0;
    for (int d = 0; d < a.dimension(); d++) {
      double difference = value(a, i, d) - value(b, j, d);
      sum += distance == Distance.L1 ? Math.abs(difference) : difference * difference;
    }
    return sum;
  }

  private static double value(Vectors vectors, int i, int d) {
    int at = i * vectors.dimension() + d;
    return vectors instanceof ByteVectors bytes
        ? Byte.toUnsignedInt(bytes.values()[at])
        : ((FloatVectors) vectors).values()[at];
  }

  /** Indices of the nearest to one query among the training examples allowed. */
  static int[] nearest(
      Distance distance, Vectors queries, int query, Vectors training, IntPredicate allowed) {
    double[] distances =
        IntStream.range(0, training.count())
            .mapToDouble(i -> distance(distance, queries, query, training, i))
            .toArray();
    return IntStream.range(0, training.count())
        .filter(allowed)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> distances[i]).thenComparing(i -> i))
        .mapToInt(i -> i)
        .toArray();
  }

  static KBest best(Distance distance, Vectors queries, Vectors training, int k) {
    KBest best = KBest.zero(queries.count(), k);
    for (int query = 0; query < queries.count(); query++) {
      for (int i : first(nearest(distance, queries, query, training, any -> true), k)) {
        best.add(query, distance(distance, queries, query, training, i), i);
      }
    }
    return best;
  }

  static int[] first(int[] values, int most) {
    return Arrays.copyOf(values, Math.min(most, values.length));
  }

  /** The class that most have, of equally many the one that is met first. */
  static int vote(int[] labels) {
    int elected = -1;
    long most = 0;
    for (int label : labels) {
      long votes = Arrays.stream(labels).filter(other -> other == label).count();
      if (votes > most) {
        most = votes;
        elected = label;
      }
    }
    return elected;
  }
}
