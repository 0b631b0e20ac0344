// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.JobProgress;
import convoy.preprocessing.Split;
import convoy.preprocessing.job.Release;
import convoy.preprocessing.shard.LabelledImage;
import convoy.preprocessing.shard.ShardFolder;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * The Spark jobs behind {@code convoy stats}: one pass over the training split (two for randomized
 * principal components), and no way to ask them for another split.
 *
 * <p>A task reads its share image by image into one sum, so that it holds one sum and little more
 * whatever the size of the split. Sums are merged by executors, and the driver gets the last one
 * alone. The merging order depends on which task is done first; the result does not, because the
 * sums are exact.
 */
public final class StatisticsJob {
  /** Levels of the tree by which sums are merged. */
  private static final int DEPTH = 2;

  private final JavaSparkContext spark;
  private final ShardFolder shards;
  private final ImageShape shape;
  private final int tasks;
  private final JobProgress progress;

  private StatisticsJob(
      JavaSparkContext spark, ShardFolder shards, ImageShape shape, Reading reading) {
    this.progress = reading.progress();
    this.spark = spark;
    this.shards = shards;
    this.shape = shape;
    this.tasks = reading.tasks();
  }

  /**
   * What to compute, beyond means and deviations.
   *
   * @param shape in which the images are seen
   * @param patches sizes of the patches to describe; see {@link PatchStatistics}
   * @param components how the principal components are found
   */
  public record Request(ImageShape shape, List<Integer> patches, Components components) {
    /** Whether statistics are those that this would compute, patches left aside. */
    public boolean describes(Statistics statistics) {
      return statistics.shape().equals(shape)
          && statistics.hasCovariance() == (components instanceof Components.Exact)
          && (statistics.hasCovariance() || statistics.components().count() == found());
    }

    private int found() {
      return components instanceof Components.Randomized randomized ? randomized.count() : 0;
    }

    /** All principal components, and no patches. */
    public static Request exact(ImageShape shape) {
      return new Request(shape, List.of(), new Components.Exact());
    }
  }

  /**
   * How the training split is read.
   *
   * @param tasks in which executors read it, at least 1
   * @param progress that hears how far they are
   */
  public record Reading(int tasks, JobProgress progress) {}

  /** How principal components are found. */
  public sealed interface Components {
    /** All of them, from the covariance. */
    record Exact() implements Components {}

    /**
     * The largest ones, without a covariance; see {@link RandomizedPca}.
     *
     * @param count at least 1
     * @param seed of the random sketch
     */
    record Randomized(int count, long seed) implements Components {}

    /** None, and no covariance: means, deviations, extremes and colours alone. */
    record None() implements Components {}
  }

  /**
   * Computes the statistics of the training split.
   *
   * @param tasks in which the executors read it, at least 1; the result does not depend on them, to
   *     the last bit for {@link Components.Exact}, to rounding for {@link Components.Randomized}
   * @throws convoy.preprocessing.BadInputException if there are no training examples, the images
   *     are too large, or the request cannot be met for them
   */
  public static Statistics run(
      JavaSparkContext spark, ShardFolder shards, int tasks, Request request) {
    return run(spark, shards, new Reading(tasks, JobProgress.none(spark.sc())), request);
  }

  /** The same, with somebody who hears how far it is. */
  public static Statistics run(
      JavaSparkContext spark, ShardFolder shards, Reading reading, Request request) {
    StatisticsJob job = new StatisticsJob(spark, shards, request.shape(), reading);
    String digest = shards.manifest().split(Split.TRAIN).digest();
    if (shards.manifest().elements() == ElementType.FLOAT32) {
      requirePlain(request);
      return Statistics.of(job.featureSums(), digest);
    }
    if (request.components() instanceof Components.Exact) {
      return Statistics.of(job.pixelSums(), digest, request.patches());
    }
    requireColours(request.patches());
    return request.components() instanceof Components.Randomized randomized
        ? job.randomized(request, randomized, digest)
        : job.valuesAlone(request, digest);
  }

  /** The exact sums over the training split that {@link #run} draws the statistics from. */
  public static PixelSums sums(
      JavaSparkContext spark, ShardFolder shards, ImageShape shape, int tasks) {
    Reading reading = new Reading(tasks, JobProgress.none(spark.sc()));
    return new StatisticsJob(spark, shards, shape, reading).pixelSums();
  }

  private PixelSums pixelSums() {
    return images()
        .treeAggregate(
            PixelSums.zero(shape),
            (sums, image) -> sums.add(image.pixels()),
            PixelSums::merge,
            DEPTH,
            tasks > 2);
  }

  private ValueSums valueSums() {
    return images()
        .treeAggregate(
            ValueSums.zero(shape),
            (sums, image) -> sums.add(image.pixels()),
            ValueSums::merge,
            DEPTH,
            tasks > 2);
  }

  /** Refuses what is made of pixels and of nothing else. */
  private static void requirePlain(Request request) {
    if (!request.patches().isEmpty() || !(request.components() instanceof Components.Exact)) {
      throw new BadInputException(
          "patches, randomized components and statistics without a covariance are of images, but the examples are %s, whose covariance is always computed; leave all three out"
              .formatted(ElementType.FLOAT32.examples()));
    }
  }

  private FeatureSums featureSums() {
    return images()
        .treeAggregate(
            FeatureSums.zero(shape),
            (sums, example) -> sums.add(example.pixels()),
            FeatureSums::merge,
            DEPTH,
            tasks > 2);
  }

  private JavaRDD<LabelledImage> images() {
    LongAccumulator seen = progress.begin("measured", shards.manifest().split(Split.TRAIN).count());
    return shards
        .images(spark, Split.TRAIN, tasks, shape)
        .map(
            image -> {
              seen.add(1);
              return image;
            });
  }

  private Statistics valuesAlone(Request request, String digest) {
    ValueSums sums = valueSums();
    Statistics.requireImages(sums);
    return Statistics.of(sums, digest, PrincipalComponents.none(sums), colours(request, sums));
  }

  private Statistics randomized(Request request, Components.Randomized randomized, String digest) {
    RangeSketch.requireExact(shape, shards.manifest().split(Split.TRAIN).count());
    Sketched sketched = sketched(randomized);
    ValueSums values = sketched.values();
    Broadcast<RandomizedPca> pca = spark.broadcast(sketched.range());
    try {
      PrincipalComponents components = pca.value().components(factor(pca), values);
      return Statistics.of(values, digest, components, colours(request, values));
    } finally {
      Release.broadcast(pca);
    }
  }

  private static void requireColours(List<Integer> patches) {
    if (patches.stream().anyMatch(size -> size != 1)) {
      throw new BadInputException(
          "patches of more than one pixel are described from the covariance of the images; ask for"
              + " it (statistics.covariance = always, statistics.components = 0), or for patches of"
              + " size 1 (colours)");
    }
  }

  private static List<PatchStatistics> colours(Request request, ValueSums sums) {
    return request.patches().isEmpty() ? List.of() : List.of(PatchStatistics.ofColours(sums));
  }

  /** What is left of the first pass; the sketch itself is not, to spare the driver's memory. */
  private record Sketched(ValueSums values, RandomizedPca range) {}

  private Sketched sketched(Components.Randomized randomized) {
    RangeSketch sketch =
        images()
            .treeAggregate(
                RangeSketch.zero(shape, randomized.count(), randomized.seed()),
                (sums, image) -> sums.add(image.pixels()),
                RangeSketch::merge,
                DEPTH,
                tasks > 2);
    Statistics.requireImages(sketch.values());
    return new Sketched(sketch.values(), sketch.range());
  }

  /**
   * The second pass. Executors merge the factors of neighbouring tasks, the driver what comes of
   * that: it holds as many as the root of the number of tasks. All in the order of the tasks:
   * rounding then depends on their number, but on nothing else.
   */
  private TallSkinnyQr factor(Broadcast<RandomizedPca> pca) {
    int neighbours = (int) Math.ceil(Math.sqrt(tasks));
    return inOrder(
        images()
            .mapPartitionsWithIndex(
                (task, images) ->
                    List.of(new Tuple2<>(task, factor(images, pca.value()))).iterator(),
                true)
            .groupBy(factor -> factor._1() / neighbours, neighbours)
            .mapValues(StatisticsJob::inOrder)
            .collect());
  }

  private static TallSkinnyQr inOrder(Iterable<Tuple2<Integer, TallSkinnyQr>> factors) {
    SortedMap<Integer, TallSkinnyQr> sorted = new TreeMap<>();
    factors.forEach(factor -> sorted.put(factor._1(), factor._2()));
    return sorted.values().stream().reduce(TallSkinnyQr::merge).orElseThrow();
  }

  private static TallSkinnyQr factor(Iterator<LabelledImage> images, RandomizedPca pca) {
    TallSkinnyQr factor = pca.zero();
    pca.addProjected(images, factor);
    return factor;
  }
}
