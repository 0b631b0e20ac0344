// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.fetch;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.NearestName;
import java.util.Map;
import java.util.TreeMap;

/**
 * An archive that its authors publish.
 *
 * @param source the kind of source that reads it
 * @param file its name, there and here
 * @param md5 its digest as published, 32 hexadecimal digits in lower case
 */
public record Archive(String source, String file, String md5) {
  /** Where CIFAR's authors publish it. */
  public static final String CIFAR_HOME = "https://www.cs.toronto.edu/~kriz/";

  private static final Map<String, Archive> KNOWN =
      new TreeMap<>(
          Map.of(
              "cifar10",
              new Archive("cifar10", "cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530"),
              "cifar100",
              new Archive(
                  "cifar100", "cifar-100-binary.tar.gz", "03b5dce01913d631647c71ecec9e9cb8")));

  /**
   * The archive of a data set.
   *
   * @param name {@code cifar10} or {@code cifar100}
   * @throws BadInputException if there is none of that name
   */
  public static Archive of(String name) {
    Archive archive = KNOWN.get(name);
    if (archive == null) {
      throw new BadInputException(
          "unknown data set '%s'; did you mean '%s'? Known: %s"
              .formatted(
                  name,
                  NearestName.suggest(name, KNOWN.keySet()),
                  String.join(", ", KNOWN.keySet())));
    }
    return archive;
  }
}
