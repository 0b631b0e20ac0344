// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.bench.ShardBench;
import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.run.DataPhases;
import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code convoy bench shard}. */
@Command(
    name = "shard",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Times the sharding of a source and watches its memory; the shards are deleted afterwards.",
      "Memory that stays the same for ten times as many examples shows that sharding streams:",
      "  --source synthetic:train=100000,test=1 and --source synthetic:train=1000000,test=1",
      "Heap peaks include garbage: give CONVOY_MEMORY=1g to see that no more is needed.",
      ""
    })
final class BenchShardCommand implements Callable<Integer> {
  private static final double MEBIBYTE = 1 << 20;

  @Option(
      names = "--scratch",
      paramLabel = "DIR",
      description =
          "existing folder to write the shards below; default: the system's temporary one")
  private java.nio.file.Path scratch;

  @Mixin private DataOptions data;
  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException {
    ConvoyConfig config = shared.config(data.settings());
    Path temporary =
        new Path(
            (scratch == null
                    ? Files.createTempDirectory("convoy-bench")
                    : Files.createTempDirectory(scratch, "convoy-bench"))
                .toUri());
    FileSystem files = temporary.getFileSystem(shared.hadoop());
    try (var spark = shared.spark()) {
      if (!spark.isLocal()) {
        throw new BadInputException(
            "convoy bench shard watches the memory of its own process: --master local[N] alone");
      }
      Path output = new Path(temporary, "shards");
      print(
          ShardBench.run(
              () -> DataPhases.shard(spark, config, output, false),
              files,
              output,
              spark.defaultParallelism()));
    } finally {
      files.delete(temporary, true);
    }
    return 0;
  }

  private void print(ShardBench.Findings found) throws IOException {
    shared.print(
        new Results()
            .add("examples", found.examples())
            .add("megabytes", found.megabytes())
            .add("shards", found.shards())
            .add("seconds", found.seconds())
            .add("cores", found.cores())
            .add("imagesPerSecondAndCore", found.examplesPerSecondAndCore())
            .add("megabytesPerSecondAndCore", found.megabytesPerSecondAndCore())
            .add("peakHeapMiB", found.peakHeap() / MEBIBYTE)
            .add("peakNativeMiB", found.peakNative() / MEBIBYTE));
  }
}
