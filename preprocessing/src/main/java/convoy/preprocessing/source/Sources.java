// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Credentials;
import convoy.preprocessing.NearestName;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Finds the source that a specification such as {@code cifar10:/data} names. */
public final class Sources {
  /** Every kind of source, for errors and help. */
  public static final String KNOWN =
      "cifar10:FOLDER|TAR.GZ, cifar100:FOLDER|TAR.GZ[,labels=coarse],"
          + " imagenet:DIR[,valLabels=FILE][,wnids=FILE][,links=follow], folder:DIR[,links=follow],"
          + " mnist:DIR, spiral:classes=N,points=N,noise=X,seed=N or synthetic:train=N,test=N,seed=N";

  private static final Map<String, Function<String, Source>> KINDS =
      new TreeMap<>(
          Map.of(
              "cifar10", Cifar10::new,
              "cifar100", Cifar100::parse,
              "folder", ImageFolder::parse,
              "imagenet", ImageNet::parse,
              "mnist", Mnist::new,
              "spiral", Spiral::parse,
              "synthetic", SyntheticShapes::parse));

  private Sources() {}

  /**
   * The source of a specification {@code kind:where}.
   *
   * @throws BadInputException if the kind is unknown, what follows it cannot be read, or it was
   *     read where its credentials are hidden
   */
  public static Source parse(String specification) {
    Credentials.requireThere(specification);
    int colon = specification.indexOf(':');
    String kind = colon < 0 ? specification : specification.substring(0, colon);
    Function<String, Source> parser = KINDS.get(kind);
    if (parser == null) {
      throw new BadInputException(
          "unknown source '%s'; did you mean '%s'? Known: %s"
              .formatted(kind, NearestName.suggest(kind, KINDS.keySet()), KNOWN));
    }
    return parser.apply(colon < 0 ? "" : specification.substring(colon + 1));
  }
}
