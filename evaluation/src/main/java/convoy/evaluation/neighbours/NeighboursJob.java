// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.job.Release;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Spark jobs that classify by nearest neighbours: every partition keeps the k nearest of its
 * training examples to each of some queries, and these are merged.
 *
 * <p>An example's index is its place in the order of the partitions, which for {@code
 * ShardFolder.blocks} is the order of the split, however many partitions it is cut into. The result
 * depends on that order alone, to the last digit. Raw pixels are compared with {@code
 * blocks.map(Vectors::of)}.
 *
 * <p>The training examples are read once and kept in memory, or on the executors' disks, while jobs
 * run. Queries go by in chunks of at most 64 MiB as floats, each broadcast; the driver holds one
 * partition of them at a time.
 */
public final class NeighboursJob {
  private static final Logger LOG = LoggerFactory.getLogger(NeighboursJob.class);

  /** Values of the queries of a chunk. */
  private static final int CHUNK_VALUES = 1 << 24;

  private static final int CHUNK = 4096;

  private final JavaSparkContext spark;
  private final JavaRDD<Vectors> training;
  private final NeighboursSettings settings;

  /** What the training examples are, without their values. */
  private record Kind(int dimension, boolean exact) implements Serializable {
    static Kind of(Vectors block) {
      return new Kind(block.dimension(), block.exact());
    }

    @Override
    public String toString() {
      return "%s %s".formatted(dimension, exact ? "bytes" : "floats");
    }
  }

  /** What a partition holds: the kinds of its blocks, each once, and the classes in order. */
  private record Part(Set<Kind> kinds, int[] labels) implements Serializable {
    static Part of(Iterator<Vectors> blocks) {
      Set<Kind> kinds = new HashSet<>();
      int[] labels = new int[0];
      while (blocks.hasNext()) {
        Vectors block = blocks.next();
        kinds.add(Kind.of(block));
        int before = labels.length;
        labels = Arrays.copyOf(labels, before + block.count());
        System.arraycopy(block.labels(), 0, labels, before, block.count());
      }
      return new Part(kinds, labels);
    }
  }

  private final Set<Kind> kinds = new HashSet<>();

  /** Index of each partition's first example. */
  private final int[] first;

  /** Classes of all training examples, by index. */
  private final int[] labels;

  /** What a task compares with its partition. */
  private record Chunk(Vectors queries, Distance distance, int k, int[] first, Stretch leftOut)
      implements Serializable {}

  /** Told how many queries have been compared with all training examples. */
  private final LongConsumer compared;

  private long comparedQueries;

  private NeighboursJob(
      JavaRDD<Vectors> training, NeighboursSettings settings, LongConsumer compared) {
    this.spark = JavaSparkContext.fromSparkContext(training.context());
    this.training = training;
    this.settings = settings;
    this.compared = compared;
    List<Part> parts =
        training.mapPartitions(blocks -> List.of(Part.of(blocks)).iterator()).collect();
    first = new int[parts.size()];
    labels = parts.stream().flatMapToInt(part -> Arrays.stream(part.labels())).toArray();
    parts.forEach(part -> kinds.addAll(part.kinds()));
    int next = 0;
    int empty = 0;
    for (int part = 0; part < first.length; part++) {
      first[part] = next;
      next += parts.get(part).labels().length;
      empty += parts.get(part).labels().length == 0 ? 1 : 0;
    }
    requireLabels();
    LOG.info(
        "{} neighbours among {} examples in {} partitions, {} of them empty",
        settings.distance(),
        next,
        first.length,
        empty);
  }

  private void requireLabels() {
    if (labels.length == 0) {
      throw new BadInputException("there is no training example to be a neighbour");
    }
    for (int label : labels) {
      if (label < 0 || label >= settings.classes()) {
        throw new BadInputException(
            "a training example is of class %s, but there are classes 0 to %s only"
                .formatted(label, settings.classes() - 1));
      }
    }
  }

  /**
   * Predicts the classes of queries from all training examples.
   *
   * @param training of one dimension, all bytes or all floats
   * @param queries like the training examples; predictions come in their order
   * @param compared told how many queries are done so far, again and again
   * @return of no example if there is no query
   * @throws BadInputException if there is no training example, one has no class of these, or
   *     queries and training examples differ in kind
   */
  public static NeighboursResult run(
      JavaRDD<Vectors> training,
      JavaRDD<Vectors> queries,
      NeighboursSettings settings,
      LongConsumer compared) {
    return kept(
        training,
        () -> {
          NeighboursJob job = new NeighboursJob(training, settings, compared);
          VoteCount votes = new VoteCount(settings, job.labels);
          queries
              .toLocalIterator()
              .forEachRemaining(
                  block -> job.ask(block, new Stretch(0, block.count()), Stretch.EMPTY, votes));
          return votes.result();
        });
  }

  /**
   * Predicts the classes of each fold of the training examples from those of the other folds.
   *
   * @param training as {@link #run} takes them
   * @param folds their number, from 2 to the number of examples
   * @param compared told how many examples are done so far, again and again
   * @throws BadInputException if there is no training example, or one has no class of these
   * @throws IllegalArgumentException if there are not as many folds
   */
  public static FoldResults crossValidate(
      JavaRDD<Vectors> training, int folds, NeighboursSettings settings, LongConsumer compared) {
    return kept(
        training,
        () -> {
          NeighboursJob job = new NeighboursJob(training, settings, compared);
          Folds cut = new Folds(folds, job.labels.length);
          List<VoteCount> votes = new ArrayList<>();
          for (int fold = 0; fold < folds; fold++) {
            votes.add(new VoteCount(settings, job.labels));
          }
          job.askFolds(cut, votes);
          return new FoldResults(votes.stream().map(VoteCount::result).toList());
        });
  }

  private interface Work<T> {
    T run();
  }

  private static <T> T kept(JavaRDD<Vectors> training, Work<T> work) {
    boolean ours = training.getStorageLevel().equals(StorageLevel.NONE());
    if (ours) {
      training.persist(StorageLevel.MEMORY_AND_DISK());
    }
    try {
      return work.run();
    } finally {
      if (ours) {
        Release.blocks(training);
      }
    }
  }

  private void askFolds(Folds folds, List<VoteCount> votes) {
    Iterator<Vectors> blocks = training.toLocalIterator();
    int begin = 0;
    while (blocks.hasNext()) {
      Vectors block = blocks.next();
      for (int fold = 0; fold < folds.count(); fold++) {
        Stretch leftOut = folds.stretch(fold);
        int from = Math.max(leftOut.from(), begin);
        int to = Math.min(leftOut.to(), begin + block.count());
        if (from < to) {
          ask(block, new Stretch(from - begin, to - begin), leftOut, votes.get(fold));
        }
      }
      begin += block.count();
    }
  }

  /** Finds the neighbours of some examples of a block, chunk by chunk, and counts their votes. */
  private void ask(Vectors block, Stretch positions, Stretch leftOut, VoteCount votes) {
    if (!kinds.equals(Set.of(Kind.of(block)))) {
      throw new BadInputException(
          "examples of %s are not compared with training examples of %s; both need one preprocessing"
              .formatted(Kind.of(block), kinds));
    }
    int chunk = Math.max(1, Math.min(CHUNK, CHUNK_VALUES / block.dimension()));
    for (int from = positions.from(); from < positions.to(); from += chunk) {
      Vectors queries = block.slice(from, Math.min(from + chunk, positions.to()));
      votes.add(neighbours(queries, leftOut), queries.labels());
      comparedQueries += queries.count();
      compared.accept(comparedQueries);
    }
  }

  private KBest neighbours(Vectors queries, Stretch leftOut) {
    Broadcast<Chunk> chunk =
        spark.broadcast(new Chunk(queries, settings.distance(), settings.most(), first, leftOut));
    try {
      return training
          .mapPartitionsWithIndex(
              (partition, blocks) -> List.of(search(chunk.value(), partition, blocks)).iterator(),
              true)
          .treeReduce(KBest::merge);
    } finally {
      Release.broadcast(chunk);
    }
  }

  private static KBest search(Chunk chunk, int partition, Iterator<Vectors> blocks) {
    int next = chunk.first()[partition];
    try (NeighbourSearch search =
        new NeighbourSearch(chunk.distance(), chunk.queries(), chunk.k())) {
      while (blocks.hasNext()) {
        Vectors block = blocks.next();
        search.add(block, next, chunk.leftOut());
        next += block.count();
      }
      return search.best();
    }
  }
}
