// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import convoy.evaluation.neighbours.ByteVectors;
import convoy.evaluation.neighbours.Distance;
import convoy.evaluation.neighbours.NeighboursJob;
import convoy.evaluation.neighbours.NeighboursResult;
import convoy.evaluation.neighbours.NeighboursSettings;
import convoy.evaluation.neighbours.Vectors;
import convoy.pipeline.session.ClusterSession;
import convoy.preprocessing.job.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exact nearest neighbours on the executors against a naive loop in one thread, which takes one
 * example after the other, on noise of CIFAR-10's size: how long it takes does not depend on what
 * the images show. The loop does a sample of the queries, and its time is scaled to all.
 */
public final class NeighboursBench {
  private static final Logger LOG = LoggerFactory.getLogger(NeighboursBench.class);
  private static final int DIMENSION = 3 * 32 * 32;
  private static final int CLASSES = 10;

  /** Examples of a block, a multiple of which is in a partition. */
  private static final int BLOCK = 5_000;

  private NeighboursBench() {}

  /**
   * How much is measured.
   *
   * @param examples in the training split, at least 1
   * @param queries at least 1
   * @param repeats of Convoy's part, of which the median counts, at least 1
   * @param peerQueries of the naive loop, from 1 to {@code queries}
   */
  public record Options(int examples, int queries, int repeats, int peerQueries) {}

  /**
   * What was found of one distance.
   *
   * @param distance measured
   * @param seconds Convoy's, all queries
   * @param peerSeconds the naive loop's, scaled to all queries
   */
  public record Findings(Distance distance, double seconds, double peerSeconds) {
    /** How many times as long the naive loop takes. */
    public double ratio() {
      return peerSeconds / seconds;
    }
  }

  /**
   * Measures both distances.
   *
   * @throws IllegalStateException if the two find other neighbours
   */
  public static List<Findings> run(JavaSparkContext spark, Options options) {
    List<Findings> findings = new ArrayList<>();
    int slots = ClusterSession.taskSlots(spark);
    JavaRDD<Vectors> training = noise(spark, 0, options.examples(), slots).cache();
    JavaRDD<Vectors> queries = noise(spark, 1, options.queries(), slots).cache();
    try {
      training.count();
      queries.count();
      for (Distance distance : Distance.values()) {
        findings.add(measure(distance, training, queries, options));
      }
    } finally {
      Release.blocks(training);
      Release.blocks(queries);
    }
    return findings;
  }

  private static Findings measure(
      Distance distance, JavaRDD<Vectors> training, JavaRDD<Vectors> queries, Options options) {
    var settings = new NeighboursSettings(distance, NeighboursSettings.DEFAULT_KS, CLASSES);
    List<Double> seconds = new ArrayList<>();
    List<NeighboursResult> results = new ArrayList<>();
    for (int repeat = 0; repeat < options.repeats(); repeat++) {
      seconds.add(
          Stopwatch.seconds(
              () -> results.add(NeighboursJob.run(training, queries, settings, compared -> {}))));
      LOG.info(
          "{}: {} queries among {} examples took {} s",
          distance,
          options.queries(),
          options.examples(),
          seconds.get(repeat));
    }
    List<ByteVectors> examples = blocks(0, options.examples());
    List<ByteVectors> asked = blocks(1, options.peerQueries());
    int[] expected = new int[options.peerQueries()];
    double peer =
        Stopwatch.seconds(
            () -> {
              for (int query = 0; query < expected.length; query++) {
                expected[query] = nearest(distance, examples, asked, query);
              }
            });
    int[] found = results.get(0).predictions()[0];
    for (int query = 0; query < expected.length; query++) {
      if (found[query] != expected[query]) {
        throw new IllegalStateException("query %s has another neighbour".formatted(query));
      }
    }
    return new Findings(
        distance, Stopwatch.median(seconds), peer * options.queries() / options.peerQueries());
  }

  /** The class of the nearest example, of equally near ones the first. */
  private static int nearest(
      Distance distance, List<ByteVectors> examples, List<ByteVectors> queries, int query) {
    byte[] wanted = queries.get(query / BLOCK).values();
    int begin = query % BLOCK * DIMENSION;
    long least = Long.MAX_VALUE;
    int label = 0;
    for (ByteVectors block : examples) {
      for (int i = 0; i < block.count(); i++) {
        byte[] example = block.values();
        int at = i * DIMENSION;
        long sum =
            distance == Distance.L1
                ? absolute(wanted, begin, example, at)
                : squared(wanted, begin, example, at);
        if (sum < least) {
          least = sum;
          label = block.labels()[i];
        }
      }
    }
    return label;
  }

  private static long absolute(byte[] one, int at, byte[] other, int begin) {
    int sum = 0;
    for (int i = 0; i < DIMENSION; i++) {
      sum += Math.abs((one[at + i] & 0xff) - (other[begin + i] & 0xff));
    }
    return sum;
  }

  private static long squared(byte[] one, int at, byte[] other, int begin) {
    int sum = 0;
    for (int i = 0; i < DIMENSION; i++) {
      int difference = (one[at + i] & 0xff) - (other[begin + i] & 0xff);
      sum += difference * difference;
    }
    return sum;
  }

  private static JavaRDD<Vectors> noise(JavaSparkContext spark, int seed, int count, int parts) {
    List<Integer> blocks = IntStream.range(0, blocksOf(count)).boxed().toList();
    return spark.parallelize(blocks, parts).map(block -> block(seed, block, count));
  }

  private static List<ByteVectors> blocks(int seed, int count) {
    return IntStream.range(0, blocksOf(count))
        .mapToObj(block -> block(seed, block, count))
        .toList();
  }

  private static int blocksOf(int count) {
    return (count + BLOCK - 1) / BLOCK;
  }

  private static ByteVectors block(int seed, int block, int count) {
    var random = new SplittableRandom(31L * block + seed);
    int size = Math.min(BLOCK, count - block * BLOCK);
    byte[] values = new byte[size * DIMENSION];
    random.nextBytes(values);
    int[] labels = random.ints(size, 0, CLASSES).toArray();
    return new ByteVectors(DIMENSION, labels, values);
  }
}
