// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.preprocessing.source.Sources;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Short names for the settings of the data; each is the same as a {@code --set}. */
final class DataOptions {
  @Option(
      names = "--source",
      paramLabel = "KIND:WHERE",
      description = "setting source: " + Sources.KNOWN + "; default: synthetic")
  private String source;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "setting shard.validation: share of the training pool held out, 0 to below 1; default: 0.1")
  private String validation;

  @Option(
      names = "--stratified",
      description = "setting shard.stratified: hold that share out of every class exactly")
  private boolean stratified;

  @Option(
      names = "--shards-per-split",
      paramLabel = "N",
      description = "setting shard.count: shards a split; default: 0, one for every 128 MB")
  private String shards;

  @Option(
      names = "--drop-leaks",
      description =
          "setting shard.dropLeaks: leave training examples out whose very image is in another split")
  private boolean dropLeaks;

  @Option(
      names = "--max-rejected",
      paramLabel = "SHARE",
      description =
          "setting shard.maxRejected: share of unusable images, 0 to 1, above which sharding fails;"
              + " default: 0.001")
  private String maxRejected;

  @Option(
      names = "--resize-shorter",
      paramLabel = "PIXELS",
      description =
          "setting shard.resizeShorter: make larger image files smaller; default: 0, as they came")
  private String resizeShorter;

  @Option(
      names = "--quality",
      paramLabel = "N",
      description =
          "setting shard.quality: JPEG quality, 1 to 100, of what --resize-shorter writes;"
              + " default: 90")
  private String quality;

  @Option(names = "--seed", paramLabel = "N", description = "setting seed; default: 1")
  private String seed;

  List<String> settings() {
    List<String> settings = new ArrayList<>();
    Settings.add(settings, "source", source);
    Settings.add(settings, "shard.validation", validation);
    Settings.add(settings, "shard.stratified", stratified ? "true" : null);
    Settings.add(settings, "shard.count", shards);
    Settings.add(settings, "shard.dropLeaks", dropLeaks ? "true" : null);
    Settings.add(settings, "shard.maxRejected", maxRejected);
    Settings.add(settings, "shard.resizeShorter", resizeShorter);
    Settings.add(settings, "shard.quality", quality);
    Settings.add(settings, "seed", seed);
    return settings;
  }
}
