// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import convoy.preprocessing.BadInputException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

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
  private static final String QUOTE = "\"";

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
    return read(overlay(List.of(new ConfigText(name, hocon)), Defaults.VALUES));
  }

  /**
   * The defaults with files and assignments over them.
   *
   * @param hadoop how file systems are reached
   * @param files paths as URIs, {@code conf/small.conf} or {@code s3a://bucket/small.conf}; of two
   *     that set the same key, the later wins; may be empty
   * @param assignments as {@code key=value}, the key with or without {@code convoy.}; a value in
   *     double quotes is HOCON's string, any other is taken as it is, with commas, {@code =} and
   *     {@code $}; of two for the same key, the later wins; may be empty
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
    values = overlay(files.stream().map(file -> ConfigText.read(hadoop, file)).toList(), values);
    for (String assignment : assignments) {
      values = assign(assignment.strip()).withFallback(values);
    }
    return read(values);
  }

  /** The texts over the values below them, their keys checked; references are left open. */
  private static Config overlay(List<ConfigText> texts, Config below) {
    Config values = below;
    int references = 0;
    for (ConfigText text : texts) {
      references = text.references(references);
      try {
        values = text.over(values);
        KEYS.check(resolved(values).root());
      } catch (StackOverflowError e) {
        // The library descends into each brace, bracket and dot; nothing is half done by that.
        throw new BadInputException(
            "%s nests its values too deep; the deepest keys are three groups deep, convoy.train.learningRate.initial"
                .formatted(text.name()),
            e);
      }
    }
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
    return (value.startsWith(QUOTE)
            ? quoted(key, value)
            : ConfigValueFactory.fromAnyRef(value, SET))
        .atPath(Keys.ROOT + "." + key);
  }

  /** A value as a file has it, in quotes. */
  private static ConfigValue quoted(String key, String value) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setOriginDescription(SET)
            .setIncluder(new RefusedIncludes(SET));
    try {
      ConfigObject parsed = ConfigFactory.parseString("value = " + value, options).root();
      ConfigValue only = parsed.get("value");
      if (parsed.size() == 1 && only.valueType() == ConfigValueType.STRING) {
        return only;
      }
    } catch (ConfigException e) {
      throw notQuoted(key, value, e);
    }
    throw notQuoted(key, value, null);
  }

  private static BadInputException notQuoted(String key, String value, ConfigException cause) {
    return new BadInputException(
        "%s %s=%s begins with a quote but is not one string in quotes; leave the quotes out, or close them"
            .formatted(SET, key, Legal.shown(value)),
        cause);
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
              .formatted(Legal.oneLine(e), Keys.ROOT),
          e);
    }
  }
}
