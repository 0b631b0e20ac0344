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
 * @param digests of the file as published
 */
public record Archive(String source, String file, Digests digests) {
  /** Where CIFAR's authors publish it. */
  public static final String CIFAR_HOME = "https://www.cs.toronto.edu/~kriz/";

  private static final Map<String, Archive> KNOWN =
      new TreeMap<>(
          Map.of(
              "cifar10",
              new Archive(
                  "cifar10",
                  "cifar-10-binary.tar.gz",
                  new Digests(
                      "c32a1d4ab5d03f1284b67883e8d87530",
                      "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")),
              "cifar100",
              new Archive(
                  "cifar100",
                  "cifar-100-binary.tar.gz",
                  new Digests(
                      "03b5dce01913d631647c71ecec9e9cb8",
                      "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec"))));

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
