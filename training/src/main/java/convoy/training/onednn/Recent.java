// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a layer has built for the sizes of minibatch that it saw last: those of training, of
 * evaluation, and the smaller ones at the end of each.
 *
 * @param <T> what is built
 */
final class Recent<T> {
  private static final int SIZES = 4;

  private final Map<Object, T> built =
      new LinkedHashMap<>(SIZES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, T> eldest) {
          return size() > SIZES;
        }
      };

  T of(Object size, Supplier<T> build) {
    T known = built.get(size);
    if (known == null) {
      known = build.get();
      built.put(size, known);
    }
    return known;
  }
}
