// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.Split;
import convoy.preprocessing.storage.JsonProblem;
import convoy.preprocessing.storage.StrictJson;
import java.util.List;
import java.util.Map;

/**
 * What a folder of shards holds, as {@code manifest.json} says it.
 *
 * @param version of this layout
 * @param origin where the examples come from and how they were split
 * @param shape of every image; null where images differ
 * @param elements what the values of every example are
 * @param classNames in the order of their labels
 * @param leftOut what of the source is not in the shards
 * @param splits by their code; a split without examples is absent
 */
public record Manifest(
    int version,
    Origin origin,
    ImageShape shape,
    ElementType elements,
    List<String> classNames,
    LeftOut leftOut,
    Map<String, SplitEntry> splits) {
  static final String FILE = "manifest.json";
  static final int VERSION = 2;
  private static final String ELEMENTS = "elements";

  /** Images may differ in shape, and old manifests do not have the options. */
  private static final ObjectMapper JSON = StrictJson.mapper(ImageShape.class, ShardOptions.class);

  /**
   * Where the examples come from.
   *
   * @param source specification of the source that was sharded
   * @param seed that decided splits and order
   * @param validation share of the training pool that was held out
   * @param stratified whether it was held out of each class exactly
   * @param images what was done to them: {@code as they came}
   * @param options how they were written; null in manifests of before this was said
   * @param made by what: command and versions, by name
   */
  public record Origin(
      String source,
      long seed,
      double validation,
      boolean stratified,
      String images,
      ShardOptions options,
      Map<String, String> made) {}

  /**
   * What is not in the shards, and what is in them twice.
   *
   * @param rejected images that cannot be used, counted by reason; listed in {@code rejected.csv}
   * @param leaks contents that the source has in more than one split; listed in {@code leaks.csv}
   * @param dropped training examples that were left out because of that
   */
  public record LeftOut(Map<String, Long> rejected, long leaks, long dropped) {
    /** How many images cannot be used, whatever the reason. */
    public long unusable() {
      return rejected.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * One split.
   *
   * @param count of its examples
   * @param classHistogram examples by class
   * @param digest of its examples, whatever their order and shards
   * @param shards in the order of their examples
   */
  public record SplitEntry(
      long count, List<Long> classHistogram, String digest, List<ShardEntry> shards) {}

  /**
   * One shard.
   *
   * @param file below the folder of the manifest
   * @param count of its examples
   * @param classHistogram examples by class
   * @param sha256 of the file's bytes
   */
  public record ShardEntry(String file, long count, List<Long> classHistogram, String sha256) {}

  /**
   * The entry of a split.
   *
   * @throws BadInputException if the split has no examples
   */
  public SplitEntry split(Split split) {
    SplitEntry entry = splits.get(split.code());
    if (entry == null) {
      throw new BadInputException(
          "these shards have no %s split; they have: %s"
              .formatted(split.code(), String.join(", ", splits.keySet())));
    }
    return entry;
  }

  /** Whether the split has examples. */
  public boolean has(Split split) {
    return splits.containsKey(split.code());
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest is always JSON", e);
    }
  }

  /**
   * @throws BadInputException if the text is not a manifest of this version, its numbers do not
   *     agree with each other, or it names a file that is not in its folder
   */
  static Manifest parse(String json, String where) {
    try {
      JsonNode tree = StrictJson.tree(json, where);
      int version = tree.path("version").asInt();
      if (version != VERSION) {
        throw new BadInputException(
            "%s is of version %s; this Convoy reads version %s: shard the data again"
                .formatted(where, version, VERSION));
      }
      if (tree.get("origin") instanceof ObjectNode origin && !origin.has("options")) {
        origin.putNull("options");
      }
      if (tree instanceof ObjectNode manifest && !manifest.has(ELEMENTS)) {
        // Written before there were features.
        manifest.put(ELEMENTS, ElementType.UINT8.code());
      }
      Manifest manifest = JSON.treeToValue(tree, Manifest.class);
      ManifestCheck.require(manifest, where);
      return manifest;
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          "%s is not a manifest of shards: %s".formatted(where, JsonProblem.of(e)), e);
    }
  }
}
