// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.Example;
import java.io.Serializable;
import java.util.Optional;

/** What is done to every example on its way from a source into a shard. */
public final class Intake implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Images go into shards as they came. */
  public static final Intake AS_THEY_CAME = new Intake();

  private Intake() {}

  /** One line for the manifest. */
  String description() {
    return "as they came";
  }

  /** Why an example cannot be used; nothing if it can. */
  Optional<Rejection> check(Example example) {
    return Optional.empty();
  }

  /** About how many bytes the image takes in a shard. */
  int storedBytes(Example example) {
    return example.image().length;
  }

  /** The example as the shard holds it, of one that {@link #check} found usable. */
  Example store(Example example) {
    return example;
  }
}
