// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a layer has built for the shapes of minibatch that it saw last: the full one, and those at
 * the end of a worker's examples, in training and in evaluation.
 *
 * @param <K> what it was built for
 * @param <T> what is built
 */
final class Recent<K, T> {
  private static final int KEPT = 8;

  private final Function<K, T> build;
  private final Consumer<T> close;
  private final Map<K, T> built = new LinkedHashMap<>(KEPT, 0.75f, true);

  /**
   * Nothing yet.
   *
   * @param close gives back native memory
   */
  Recent(Function<K, T> build, Consumer<T> close) {
    this.build = build;
    this.close = close;
  }

  T of(K key) {
    T known = built.get(key);
    if (known == null) {
      if (built.size() == KEPT) {
        close.accept(built.remove(built.keySet().iterator().next()));
      }
      known = build.apply(key);
      built.put(key, known);
    }
    return known;
  }

  void close() {
    built.values().forEach(close);
    built.clear();
  }
}
