// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.run.DataPhases;
import convoy.preprocessing.shard.Manifest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code convoy shard}. */
@Command(
    name = "shard",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Splits a data set by seed and writes it as Parquet shards with a manifest.")
final class ShardCommand implements Callable<Integer> {
  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "folder to write; any Hadoop URI")
  private String output;

  @Option(names = "--overwrite", description = "replace shards that stand there already")
  private boolean overwrite;

  @Mixin private DataOptions data;
  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException {
    ConvoyConfig config = shared.config(data.settings());
    try (var spark = shared.spark()) {
      Manifest manifest = DataPhases.shard(spark, config, new Path(output), overwrite);
      shared.print(results(output, manifest));
    }
    return 0;
  }

  private static Results results(String output, Manifest manifest) {
    Results results = new Results().add("shards", output).add("source", manifest.origin().source());
    manifest
        .splits()
        .forEach(
            (split, entry) ->
                results
                    .add(split + "Examples", entry.count())
                    .add(split + "Shards", entry.shards().size())
                    .add(split + "Digest", entry.digest()));
    Manifest.LeftOut leftOut = manifest.leftOut();
    results
        .add("rejected", leftOut.unusable())
        .add("leaks", leftOut.leaks())
        .add("dropped", leftOut.dropped());
    return results.add("classes", List.copyOf(manifest.classNames()));
  }
}
