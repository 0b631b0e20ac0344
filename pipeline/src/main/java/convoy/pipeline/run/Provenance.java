// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import convoy.pipeline.config.ConfigRenderer;
import convoy.pipeline.config.ConvoyConfig;
import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** What a run was made with and from: versions, digests, places; {@code provenance.json}. */
public final class Provenance {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Provenance() {}

  /** Convoy's version. */
  public static String version() {
    return build().getProperty("version");
  }

  /** The commit that Convoy was built from; {@code unknown} outside a git clone. */
  public static String commit() {
    return build().getProperty("commit");
  }

  /** What shards are made by, for their manifest: a command that makes them again, and versions. */
  static Map<String, String> ofShards(ConvoyConfig config, String spark) {
    String settings =
        ConfigRenderer.settings(config).entrySet().stream()
            .filter(
                setting ->
                    setting.getKey().matches("seed|source")
                        || setting.getKey().startsWith("shard."))
            .map(setting -> " --set " + setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining());
    Map<String, String> made = new LinkedHashMap<>();
    made.put("command", "convoy shard" + settings);
    made.putAll(versions(spark));
    return made;
  }

  /** The versions of everything underneath. */
  static Map<String, String> versions(String spark) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("convoy", version());
    versions.put("commit", commit());
    versions.put("java", Runtime.version().toString());
    versions.put("spark", spark);
    versions.put("deeplearning4j", build().getProperty("deeplearning4j"));
    return versions;
  }

  private static Properties build() {
    Properties build = new Properties();
    try (InputStream in = Provenance.class.getResourceAsStream("/convoy-build.properties")) {
      build.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("the build left no convoy-build.properties", e);
    }
    return build;
  }

  static String toJson(Map<String, ?> values) {
    try {
      return JSON.writeValueAsString(values) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text is always JSON", e);
    }
  }

  /**
   * The pairs of a JSON object.
   *
   * @throws BadInputException if it is not one
   */
  static <T> Map<String, T> parse(String json, String where, TypeReference<Map<String, T>> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new BadInputException("%s is damaged: %s".formatted(where, e.getOriginalMessage()), e);
    }
  }
}
