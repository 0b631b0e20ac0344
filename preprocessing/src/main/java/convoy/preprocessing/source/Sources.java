// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.NearestName;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Finds the source that a specification such as {@code cifar10:/data} names. */
public final class Sources {
  private static final Map<String, Function<String, Source>> KINDS =
      new TreeMap<>(Map.of("cifar10", Cifar10::new, "synthetic", SyntheticShapes::parse));

  private Sources() {}

  /**
   * The source of a specification {@code kind:where}.
   *
   * @throws BadInputException if the kind is unknown or what follows it cannot be read
   */
  public static Source parse(String specification) {
    int colon = specification.indexOf(':');
    String kind = colon < 0 ? specification : specification.substring(0, colon);
    Function<String, Source> parser = KINDS.get(kind);
    if (parser == null) {
      throw new BadInputException(
          "unknown source '%s'; did you mean '%s'? Known: cifar10:FOLDER, cifar10:TAR.GZ,"
                  .formatted(kind, NearestName.suggest(kind, KINDS.keySet()))
              + " synthetic:train=N,test=N,seed=N");
    }
    return parser.apply(colon < 0 ? "" : specification.substring(colon + 1));
  }
}
