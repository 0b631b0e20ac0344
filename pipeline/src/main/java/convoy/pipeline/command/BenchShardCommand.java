// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.bench.ShardBench;
import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.run.DataPhases;
import convoy.pipeline.session.ClusterSession;
import java.io.IOException;
import java.util.concurrent.Callable;
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
    try (var spark = shared.sparkHere("bench shard", null);
        Scratch folder = Scratch.create(scratch, shared.hadoop())) {
      print(
          ShardBench.run(
              () -> DataPhases.shard(spark, config, folder.shards(), false),
              folder.files(),
              folder.shards(),
              ClusterSession.taskSlots(spark)));
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
            .addPeaks(found.peaks()));
  }
}
