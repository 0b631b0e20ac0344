// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Credentials;
import convoy.preprocessing.Example;
import convoy.preprocessing.JobProgress;
import convoy.preprocessing.job.AwaitedJob;
import convoy.preprocessing.job.Release;
import convoy.preprocessing.source.Slice;
import convoy.preprocessing.source.Source;
import convoy.preprocessing.storage.AttemptedFile;
import convoy.preprocessing.storage.StagedWrite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The Spark job behind {@code convoy shard}: reads a source once to see what there is and once more
 * for its images, and writes the shards of every split and their manifest. Executors hold one
 * example of a slice and one row group of a shard at a time; what is sorted between them spills to
 * their disks. The driver holds about 64 bytes an example; of image files also where each lies,
 * another 100 to 250 bytes.
 */
public final class ShardJob {
  private final JavaSparkContext spark;
  private final Request request;
  private final FileSystem files;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final List<String> classNames;
  private final JobProgress progress;

  /**
   * What to write.
   *
   * @param made by what: command and versions, by name, for the manifest
   * @param output folder to create
   * @param overwrite whether a folder that stands there already is replaced
   */
  public record Request(
      Source source,
      SplitRule rule,
      ShardOptions options,
      Map<String, String> made,
      Path output,
      boolean overwrite) {
    StagedWrite.Folder target(FileSystem files) {
      return new StagedWrite.Folder(files, output, Manifest.FILE, overwrite);
    }

    SliceReader reader() {
      return new SliceReader(rule, options.intake());
    }
  }

  private ShardJob(
      JavaSparkContext spark,
      Request request,
      Broadcast<SerializableConfiguration> hadoop,
      JobProgress progress)
      throws IOException {
    this.progress = progress;
    this.spark = spark;
    this.request = request;
    this.files = request.output().getFileSystem(spark.hadoopConfiguration());
    this.hadoop = hadoop;
    this.classNames = request.source().classNames(spark.hadoopConfiguration());
  }

  /**
   * Writes the shards; afterwards the folder is whole or, at any error, as it was before.
   *
   * @return the manifest that was written
   * @throws BadInputException if the source cannot be used, more of it must be rejected than is
   *     allowed, or the folder is taken
   */
  public static Manifest run(JavaSparkContext spark, Request request) throws IOException {
    return run(spark, request, JobProgress.none(spark.sc()));
  }

  /** The same, with somebody who hears how far it is. */
  public static Manifest run(JavaSparkContext spark, Request request, JobProgress progress)
      throws IOException {
    Configuration conf = spark.hadoopConfiguration();
    request.target(request.output().getFileSystem(conf)).refuseExisting();
    List<Slice> slices = request.source().slices(conf);
    var hadoop = spark.broadcast(new SerializableConfiguration(conf));
    try {
      new ShardJob(spark, request, hadoop, progress).run(spark.parallelize(slices, slices.size()));
    } finally {
      Release.broadcast(hadoop);
    }
    return ShardFolder.open(request.output(), conf).manifest();
  }

  private void run(JavaRDD<Slice> slices) throws IOException {
    // From the first reading on, so that no other job begins to write the same folder.
    StagedWrite.folder(request.target(files), folder -> fill(folder, slices));
  }

  private void fill(Path folder, JavaRDD<Slice> slices) throws IOException {
    DataIndex index = index(slices);
    LeftOutReport report = new LeftOutReport(request.output(), index.rejections());
    report.refuseTooMany(index.usable(), request.options().maxRejected());
    ShardPlan plan = index.plan(request.options()::shards);
    LeakFinder leaks = new LeakFinder(index.leaks(), spark.sc().collectionAccumulator("leaks"));
    makeFolders(folder, plan);
    List<ShardResult> shards = write(slices, plan, leaks, folder);
    clearUnfinished(folder, shards);
    Manifest.LeftOut leftOut =
        new Manifest.LeftOut(report.byReason(), leaks.contents().size(), leaks.dropped());
    Manifest manifest = manifest(plan, shards, leftOut);
    report.warn(leftOut, index.leaksBetween());
    LeftOutReport.warnOfUntrained(manifest);
    report.write(files, folder, leaks.sorted());
    try (var out = files.create(new Path(folder, Manifest.FILE))) {
      out.write(manifest.toJson().getBytes(StandardCharsets.UTF_8));
    }
  }

  private DataIndex index(JavaRDD<Slice> slices) {
    SliceReader reader = request.reader();
    var conf = hadoop;
    LongAccumulator read = progress.begin("read", 0);
    List<SliceIndex> found =
        AwaitedJob.run(
            spark,
            slices.map(slice -> reader.index(new CountedSlice(slice, read), conf.value().value()))
                ::collect);
    return new DataIndex(found, request.rule(), classNames.size(), request.options().dropLeaks());
  }

  private List<ShardResult> write(
      JavaRDD<Slice> slices, ShardPlan plan, LeakFinder leaks, Path folder) {
    SliceReader reader = request.reader();
    int classes = classNames.size();
    String target = folder.toString();
    var conf = hadoop;
    LongAccumulator written = progress.begin("wrote", plan.count());
    Broadcast<ShardPlan> shared = spark.broadcast(plan);
    try {
      JavaPairRDD<ShardKey, Example> sorted =
          slices
              .flatMapToPair(
                  slice ->
                      reader.placed(
                          new CountedSlice(slice, written),
                          shared.value(),
                          leaks,
                          conf.value().value()))
              .repartitionAndSortWithinPartitions(new ByShard(plan.shards()));
      JavaRDD<ShardResult> shards =
          sorted
              .values()
              .mapPartitionsWithIndex(
                  (shard, examples) ->
                      List.of(
                              ShardWriter.write(
                                  new Path(target),
                                  shared.value().file(shard),
                                  classes,
                                  examples,
                                  conf.value().value()))
                          .iterator(),
                  true);
      return AwaitedJob.run(spark, shards::collect);
    } finally {
      Release.broadcast(shared);
    }
  }

  /** Every split has a folder of its own, which its tasks do not make. */
  private void makeFolders(Path folder, ShardPlan plan) throws IOException {
    List<Path> splits =
        IntStream.range(0, plan.shards())
            .mapToObj(shard -> new Path(folder, plan.file(shard)).getParent())
            .distinct()
            .toList();
    for (Path split : splits) {
      files.mkdirs(split);
    }
  }

  private void clearUnfinished(Path folder, List<ShardResult> shards) throws IOException {
    for (FileStatus split : files.listStatus(folder)) {
      String inSplit = split.getPath().getName() + "/";
      AttemptedFile.clearOthers(
          files,
          split.getPath(),
          shards.stream()
              .map(ShardResult::file)
              .filter(file -> file.startsWith(inSplit))
              .map(file -> file.substring(inSplit.length()))
              .collect(Collectors.toSet()));
    }
  }

  private Manifest manifest(ShardPlan plan, List<ShardResult> shards, Manifest.LeftOut leftOut) {
    Source source = request.source();
    SplitRule rule = request.rule();
    Map<String, Manifest.SplitEntry> splits = plan.bySplit(shards);
    long written = splits.values().stream().mapToLong(Manifest.SplitEntry::count).sum();
    if (written != plan.count()) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%s changed while it was read: %,d examples at first, %,d then; shard it again",
              source.specification(),
              plan.count(),
              written));
    }
    return new Manifest(
        Manifest.VERSION,
        new Manifest.Origin(
            Credentials.hidden(source.specification()),
            rule.seed(),
            rule.validation(),
            rule.stratified(),
            request.options().intake().description(),
            request.options(),
            request.made()),
        ShardResult.summary(shards).commonShape(),
        ShardResult.summary(shards).commonElements(),
        classNames,
        leftOut,
        splits);
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
