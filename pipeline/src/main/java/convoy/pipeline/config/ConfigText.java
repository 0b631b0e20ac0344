// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import convoy.preprocessing.BadInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The text of a configuration file. Its size is bounded, and so is what references can make of it:
 * {@code b = ${a}${a}}, {@code c = ${b}${b}} doubles a value with every line.
 *
 * @param name of the file, for errors
 */
record ConfigText(String name, String text) {
  private static final int MOST_BYTES = 64 << 10;

  /** They multiply the size of a file by 350 at most, where each value refers to another thrice. */
  private static final int MOST_REFERENCES = 16;

  private static final String REFERENCE = "${";

  /** Advice of the library's that does not hold here: every file is read as HOCON. */
  private static final String RENAME =
      ", or you may be able to rename the file .properties rather than .conf";

  /**
   * Takes a text.
   *
   * @throws BadInputException if it is too long
   */
  ConfigText {
    if (text.length() > MOST_BYTES) {
      throw new BadInputException(
          "%s has more than %s bytes, too many for a configuration file; is it one?"
              .formatted(name, MOST_BYTES));
    }
  }

  /**
   * Reads a file, and no more of it than a configuration file has.
   *
   * @throws BadInputException if it cannot be read, or is too long
   */
  static ConfigText read(Configuration hadoop, String file) {
    try {
      Path path = new Path(file);
      FileSystem fileSystem = path.getFileSystem(hadoop);
      if (fileSystem.getFileStatus(path).isDirectory()) {
        throw new BadInputException("--config %s is a folder, not a file".formatted(file));
      }
      try (FSDataInputStream in = fileSystem.open(path)) {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        // Bytes that are no UTF-8 become characters that no key has; a long file stays too long.
        return new ConfigText(
            file,
            bytes.length > MOST_BYTES
                ? " ".repeat(bytes.length)
                : new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (FileNotFoundException e) {
      throw new BadInputException("--config %s: there is no such file".formatted(file), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInputException(
          "--config %s cannot be read: %s".formatted(file, Legal.oneLine(e)), e);
    }
  }

  /**
   * The values over those below them, what they refer to left open.
   *
   * @throws BadInputException if the text is not HOCON
   */
  Config over(Config below) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setOriginDescription(name)
            .setIncluder(new RefusedIncludes(name));
    try {
      return ConfigFactory.parseString(text, options).withFallback(below);
    } catch (ConfigException e) {
      throw new BadInputException(
          "not a configuration file: " + Legal.oneLine(e).replace(RENAME, ""), e);
    }
  }

  /**
   * Counts references, also those in comments and quotes, so that whole files are bounded together.
   *
   * @param before those of the files below
   * @throws BadInputException if there are too many
   */
  int references(int before) {
    int references = before;
    for (int at = text.indexOf(REFERENCE); at >= 0; at = text.indexOf(REFERENCE, at + 1)) {
      references++;
    }
    if (references > MOST_REFERENCES) {
      throw new BadInputException(
          "%s has more than %s references ${...}, counted with those of the files before it; write out the values of some"
              .formatted(name, MOST_REFERENCES));
    }
    return references;
  }
}
