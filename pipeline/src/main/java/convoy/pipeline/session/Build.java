// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** What this Convoy was built from, and for what backend. */
public final class Build {
  private Build() {}

  /** Convoy's version. */
  public static String version() {
    return properties().getProperty("version");
  }

  /** The commit that Convoy was built from; {@code unknown} outside a git clone. */
  public static String commit() {
    return properties().getProperty("commit");
  }

  /** The versions of everything underneath. */
  public static Map<String, String> versions(String spark) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("convoy", version());
    versions.put("commit", commit());
    versions.put("java", Runtime.version().toString());
    versions.put("spark", spark);
    versions.put("deeplearning4j", properties().getProperty("deeplearning4j"));
    versions.put("backend", properties().getProperty("backend"));
    return versions;
  }

  /** Whether this was built by {@code ./mvnw -P cuda}, and so has no backend for the processor. */
  public static boolean withCuda() {
    return properties().getProperty("backend").startsWith("nd4j-cuda");
  }

  private static Properties properties() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("/convoy-build.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("the build left no convoy-build.properties", e);
    }
    return properties;
  }
}
