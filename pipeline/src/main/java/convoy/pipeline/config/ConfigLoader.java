// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import convoy.preprocessing.BadInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Lays a user's settings over the defaults: defaults in the jar, then files, then assignments; the
 * later wins, key by key. Nothing else is read: no environment variables, no system properties.
 *
 * <p>A file is HOCON (JSON is HOCON too) with all its keys inside {@code convoy { ... }}. It may
 * refer to other keys, {@code batch = ${convoy.evaluate.batch}}, and gets the values that they have
 * in the end. It may not include other files.
 */
public final class ConfigLoader {
  private static final Keys KEYS = new Keys(ConvoyConfig.class);
  private static final String SET = "--set";

  /** Advice of the library's that does not hold here: every file is read as HOCON. */
  private static final String RENAME =
      ", or you may be able to rename the file .properties rather than .conf";

  private ConfigLoader() {}

  /** The defaults alone. */
  public static ConvoyConfig defaults() {
    return read(Defaults.VALUES);
  }

  /**
   * The defaults with a text over them.
   *
   * @param hocon the text of a configuration file, for example what {@link ConfigRenderer} wrote
   * @param name what errors call the text
   * @throws BadInputException if it is not HOCON, or a key or a value in it is wrong
   */
  public static ConvoyConfig parse(String hocon, String name) {
    return read(overlay(hocon, name, Defaults.VALUES));
  }

  /**
   * The defaults with files and assignments over them.
   *
   * @param hadoop how file systems are reached
   * @param files paths as URIs, {@code conf/small.conf} or {@code s3a://bucket/small.conf}; of two
   *     that set the same key, the later wins; may be empty
   * @param assignments as {@code key=value}, the key with or without {@code convoy.}, the value
   *     taken as it is, without quotes; of two for the same key, the later wins; may be empty
   * @throws BadInputException in one line, if a file cannot be read or is not HOCON, or if a key or
   *     a value is wrong
   */
  public static ConvoyConfig load(
      Configuration hadoop, List<String> files, List<String> assignments) {
    return load(hadoop, List.of(), files, assignments);
  }

  /**
   * The same over defaults that differ from those in the jar.
   *
   * @param instead assignments that files override
   */
  public static ConvoyConfig load(
      Configuration hadoop, List<String> instead, List<String> files, List<String> assignments) {
    Config values = Defaults.VALUES;
    for (String assignment : instead) {
      values = assign(assignment).withFallback(values);
    }
    for (String file : files) {
      values = overlay(text(hadoop, file), file, values);
    }
    for (String assignment : assignments) {
      values = assign(assignment.strip()).withFallback(values);
    }
    return read(values);
  }

  /** The text over the values below it, its keys checked; what they refer to is left open. */
  private static Config overlay(String hocon, String name, Config below) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setOriginDescription(name)
            .setIncluder(new RefusedIncludes(name));
    Config values;
    try {
      values = ConfigFactory.parseString(hocon, options).withFallback(below);
    } catch (ConfigException e) {
      throw new BadInputException("not a configuration file: " + oneLine(e).replace(RENAME, ""), e);
    }
    KEYS.check(resolved(values).root());
    return values;
  }

  private static Config assign(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new BadInputException(
          "%s %s is not of the form key=value, for example train.epochs=3"
              .formatted(SET, Legal.shown(assignment)));
    }
    String key = KEYS.named(assignment.substring(0, equals).strip(), SET);
    String value = assignment.substring(equals + 1).strip();
    return ConfigValueFactory.fromAnyRef(value, SET).atPath(Keys.ROOT + "." + key);
  }

  private static ConvoyConfig read(Config values) {
    ConfigObject root = (ConfigObject) resolved(values).root().get(Keys.ROOT);
    return RecordReader.read(ConvoyConfig.class, root, "");
  }

  private static Config resolved(Config values) {
    try {
      return values.resolve(ConfigResolveOptions.noSystem());
    } catch (ConfigException e) {
      throw new BadInputException(
          "%s; ${...} can name a key in %s { ... } only, no environment variable"
              .formatted(oneLine(e), Keys.ROOT),
          e);
    }
  }

  private static String text(Configuration hadoop, String file) {
    try {
      Path path = new Path(file);
      FileSystem fileSystem = path.getFileSystem(hadoop);
      if (fileSystem.getFileStatus(path).isDirectory()) {
        throw new BadInputException("--config %s is a folder, not a file".formatted(file));
      }
      try (FSDataInputStream in = fileSystem.open(path)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (FileNotFoundException e) {
      throw new BadInputException("--config %s: there is no such file".formatted(file), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInputException("--config %s cannot be read: %s".formatted(file, oneLine(e)), e);
    }
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ").strip();
  }
}
