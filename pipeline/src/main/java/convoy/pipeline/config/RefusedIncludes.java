// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import convoy.preprocessing.BadInputException;
import java.io.File;
import java.net.URL;

/**
 * Refuses {@code include} in a user's file. The library would look for the included file on the
 * class path or the local disk only, and go on without a word where it finds none.
 *
 * @param file the name of the user's file, for errors
 */
record RefusedIncludes(String file)
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    throw refused(what);
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    throw refused(what);
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    throw refused(what);
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    throw refused(what);
  }

  private BadInputException refused(Object what) {
    return new BadInputException(
        "%s includes %s: a configuration file cannot include another; put all settings into one, or give some by --set"
            .formatted(file, what));
  }
}
