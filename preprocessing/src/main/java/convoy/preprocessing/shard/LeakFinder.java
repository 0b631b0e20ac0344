// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.Example;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.util.CollectionAccumulator;

/**
 * Finds, on executors, the examples behind contents that are in more than one split.
 *
 * @param contents to look for
 * @param found what executors saw; twice where a task ran twice
 */
record LeakFinder(Set<Content> contents, CollectionAccumulator<Leak> found)
    implements Serializable {
  /**
   * Looks at an example.
   *
   * @param file of the shard that it goes to, if it is not left out
   */
  void look(Example example, Optional<String> file) {
    if (contents.isEmpty()) {
      return;
    }
    Content content = Content.of(example);
    if (contents.contains(content)) {
      found.add(new Leak(content.hex(), example.id(), example.label(), file.orElse("")));
    }
  }

  /** How many examples were left out. */
  long dropped() {
    return sorted().stream().filter(leak -> leak.file().isEmpty()).count();
  }

  /** Each example once, copies together. */
  List<Leak> sorted() {
    return found.value().stream().distinct().sorted().toList();
  }
}
