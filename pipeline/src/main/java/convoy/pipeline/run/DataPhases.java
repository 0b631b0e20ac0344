// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.session.ClusterSession;
import convoy.pipeline.session.TaskProgress;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.Manifest;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.shard.ShardJob;
import convoy.preprocessing.source.Source;
import convoy.preprocessing.source.Sources;
import convoy.preprocessing.statistics.Statistics;
import convoy.preprocessing.statistics.StatisticsFolder;
import convoy.preprocessing.statistics.StatisticsJob;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** The phases before training: shards, and the statistics of their training split. */
public final class DataPhases {
  private static final MemoryUse SHARDING =
      new MemoryUse(
          "sharding, a source file in every task",
          "use fewer tasks at a time (--master local[1], spark.executor.cores)");

  private DataPhases() {}

  /**
   * Writes shards.
   *
   * @throws convoy.preprocessing.BadInputException if the source cannot be used or the folder is
   *     taken
   */
  public static Manifest shard(
      JavaSparkContext spark, ConvoyConfig config, Path output, boolean overwrite)
      throws IOException {
    return shard(spark, config, Sources.parse(config.source()), output, overwrite);
  }

  /** The same of a source that was parsed already. */
  static Manifest shard(
      JavaSparkContext spark, ConvoyConfig config, Source source, Path output, boolean overwrite)
      throws IOException {
    ShardJob.Request request =
        new ShardJob.Request(
            source,
            config.shard().rule(config.seed()),
            config.shard().options(),
            MadeBy.shards(config, output, spark.version()),
            output,
            overwrite);
    try (var progress = TaskProgress.passes(spark.sc(), "shard")) {
      return SHARDING.explain(() -> ShardJob.run(spark, request, progress));
    }
  }

  /**
   * Computes and writes statistics.
   *
   * @throws convoy.preprocessing.BadInputException if a shard does not match its manifest, the
   *     folder is taken, or what is requested cannot be had from these images
   */
  public static Statistics statistics(
      JavaSparkContext spark,
      ShardFolder shards,
      StatisticsJob.Request request,
      Path output,
      boolean overwrite)
      throws IOException {
    StatisticsFolder folder = new StatisticsFolder(output, spark.hadoopConfiguration());
    folder.refuseExisting(overwrite);
    shards.verify(spark, Split.TRAIN);
    int tasks = StatisticsMemory.tasks(request, ClusterSession.taskSlots(spark));
    return StatisticsMemory.use(request)
        .explain(
            () -> {
              Statistics statistics = compute(spark, shards, tasks, request);
              var made = MadeBy.statistics(shards, request, output, tasks, spark.version());
              folder.write(statistics, made, overwrite);
              return statistics;
            });
  }

  private static Statistics compute(
      JavaSparkContext spark, ShardFolder shards, int tasks, StatisticsJob.Request request) {
    try (var progress = TaskProgress.passes(spark.sc(), "stats")) {
      var reading = new StatisticsJob.Reading(tasks, progress);
      return StatisticsJob.run(spark, shards, reading, request);
    }
  }
}
