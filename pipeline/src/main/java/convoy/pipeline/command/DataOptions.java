// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Short names for the settings of the data; each is the same as a {@code --set}. */
final class DataOptions {
  @Option(
      names = "--source",
      paramLabel = "KIND:WHERE",
      description =
          "setting source: cifar10:FOLDER, cifar10:TAR.GZ or synthetic:train=N,test=N,seed=N;"
              + " default: synthetic")
  private String source;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "setting shard.validation: share of the training pool held out, 0 to below 1; default: 0.1")
  private String validation;

  @Option(
      names = "--shards-per-split",
      paramLabel = "N",
      description = "setting shard.count: shards a split; default: 0, one for every 64 MB")
  private String shards;

  @Option(names = "--seed", paramLabel = "N", description = "setting seed; default: 1")
  private String seed;

  List<String> settings() {
    List<String> settings = new ArrayList<>();
    Settings.add(settings, "source", source);
    Settings.add(settings, "shard.validation", validation);
    Settings.add(settings, "shard.count", shards);
    Settings.add(settings, "seed", seed);
    return settings;
  }
}
