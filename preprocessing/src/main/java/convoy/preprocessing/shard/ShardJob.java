// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.Example;
import convoy.preprocessing.Split;
import convoy.preprocessing.source.Slice;
import convoy.preprocessing.source.Source;
import convoy.preprocessing.storage.StagedWrite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The Spark job behind {@code convoy shard}: reads a source once for its ids and once for its
 * images, and writes the shards of every split and their manifest.
 */
public final class ShardJob {
  /** Bytes of images in a shard when the number of shards is left to Convoy. */
  private static final long SHARD_BYTES = 64L << 20;

  private final JavaSparkContext spark;
  private final Request request;

  /**
   * What to write.
   *
   * @param shards in each split; 0 for one for every 64 MB of its images
   * @param output folder to create
   * @param overwrite whether a folder that stands there already is replaced
   */
  public record Request(
      Source source, SplitRule rule, int shards, Path output, boolean overwrite) {}

  private ShardJob(JavaSparkContext spark, Request request) {
    this.spark = spark;
    this.request = request;
  }

  /**
   * Writes the shards; afterwards the folder is whole or, at any error, as it was before.
   *
   * @return the manifest that was written
   * @throws convoy.preprocessing.BadInputException if the source cannot be used or the folder is
   *     taken
   */
  public static Manifest run(JavaSparkContext spark, Request request) throws IOException {
    return new ShardJob(spark, request).run();
  }

  private Manifest run() throws IOException {
    Configuration hadoop = spark.hadoopConfiguration();
    FileSystem files = request.output().getFileSystem(hadoop);
    StagedWrite.Folder target =
        new StagedWrite.Folder(files, request.output(), Manifest.FILE, request.overwrite());
    target.refuseExisting();
    List<Slice> slices = request.source().slices(hadoop);
    Broadcast<SerializableConfiguration> conf =
        spark.broadcast(new SerializableConfiguration(hadoop));
    try {
      JavaRDD<Slice> parts = spark.parallelize(slices, slices.size());
      EnumMap<Split, long[]> keys = keys(parts, conf);
      ShardPlan plan = new ShardPlan(keys, this::shards);
      StagedWrite.folder(
          target,
          folder -> {
            List<ShardResult> shards = write(parts, plan, folder, conf);
            try (var out = files.create(new Path(folder, Manifest.FILE))) {
              out.write(manifest(plan, shards).toJson().getBytes(StandardCharsets.UTF_8));
            }
          });
    } finally {
      conf.destroy();
    }
    return ShardFolder.open(request.output(), hadoop).manifest();
  }

  private int shards(long examples) {
    long bytes = examples * request.source().shape().size();
    return request.shards() > 0
        ? request.shards()
        : Math.toIntExact(Math.max(1, (bytes + SHARD_BYTES - 1) / SHARD_BYTES));
  }

  private EnumMap<Split, long[]> keys(
      JavaRDD<Slice> parts, Broadcast<SerializableConfiguration> conf) {
    SplitRule rule = request.rule();
    EnumMap<Split, LongStream.Builder> keys = new EnumMap<>(Split.class);
    parts
        .map(slice -> SliceReader.keys(slice, rule, conf.value().value()))
        .collect()
        .forEach(
            slice ->
                slice.forEach(
                    (split, some) ->
                        LongStream.of(some)
                            .forEach(keys.computeIfAbsent(split, s -> LongStream.builder()))));
    EnumMap<Split, long[]> arrays = new EnumMap<>(Split.class);
    keys.forEach((split, builder) -> arrays.put(split, builder.build().toArray()));
    return arrays;
  }

  private List<ShardResult> write(
      JavaRDD<Slice> parts,
      ShardPlan plan,
      Path folder,
      Broadcast<SerializableConfiguration> conf) {
    SplitRule rule = request.rule();
    int classes = request.source().classNames().size();
    String target = folder.toString();
    JavaPairRDD<ShardKey, Example> sorted =
        parts
            .flatMapToPair(slice -> SliceReader.keyed(slice, rule, plan, conf.value().value()))
            .repartitionAndSortWithinPartitions(new ByShard(plan.shards()));
    return sorted
        .values()
        .mapPartitionsWithIndex(
            (shard, examples) ->
                List.of(
                        ShardWriter.write(
                            new Path(target),
                            plan.file(shard),
                            classes,
                            examples,
                            conf.value().value()))
                    .iterator(),
            true)
        .collect();
  }

  private Manifest manifest(ShardPlan plan, List<ShardResult> shards) {
    Source source = request.source();
    return new Manifest(
        Manifest.VERSION,
        source.specification(),
        request.rule().seed(),
        request.rule().validation(),
        source.shape(),
        source.classNames(),
        plan.bySplit(shards));
  }

  /** Sends each example to the partition that writes its shard. */
  private static final class ByShard extends Partitioner {
    private static final long serialVersionUID = 1L;
    private final int shards;

    private ByShard(int shards) {
      this.shards = shards;
    }

    @Override
    public int numPartitions() {
      return shards;
    }

    @Override
    public int getPartition(Object key) {
      return ((ShardKey) key).shard();
    }
  }
}
