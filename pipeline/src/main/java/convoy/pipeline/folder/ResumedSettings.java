// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import convoy.pipeline.config.ConfigRenderer;
import convoy.pipeline.config.ConvoyConfig;
import convoy.preprocessing.BadInputException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;

/** Which settings a run may have when it goes on: those that change no result of before. */
final class ResumedSettings {
  /** Beside all of {@code evaluate}. */
  private static final List<String> CHANGEABLE =
      List.of(
          "train.epochs",
          "train.keepCheckpoints",
          "train.members",
          "train.monitor",
          "train.report",
          "train.allowCpuFallback");

  private ResumedSettings() {}

  /**
   * Lets a run go on.
   *
   * @param begun with these settings
   * @param now the settings to go on with
   * @param trained epochs of it
   * @param where the settings are written that it was begun with
   * @throws BadInputException if another setting would change what was trained already
   */
  static void require(ConvoyConfig begun, ConvoyConfig now, int trained, Path where) {
    if (now.train().epochs() < trained) {
      throw new BadInputException(
          "train.epochs = %s, but the run has trained %s epochs already; it cannot go back"
              .formatted(now.train().epochs(), trained));
    }
    if (now.train().epochs() != begun.train().epochs() && now.train().learningRate().spansRun()) {
      throw new BadInputException(
          "train.epochs = %s, but the run was begun with %s, over which its learning rate is laid (%s);"
                  .formatted(
                      now.train().epochs(),
                      begun.train().epochs(),
                      now.train().learningRate().schedule())
              + " give the schedule epochs of its own in a new run");
    }
    requireEqual(
        begun,
        now,
        key -> !mayChange(key),
        "(%s); a run that goes on may change %s and evaluate.* alone"
            .formatted(where, String.join(", ", CHANGEABLE)));
  }

  /**
   * Lets a run go on that has no more than its shards: everything after them may change.
   *
   * @throws BadInputException if a setting would change the shards
   */
  static void requireSameShards(ConvoyConfig begun, ConvoyConfig now, Path where) {
    requireEqual(
        begun,
        now,
        key -> key.matches("seed|source|shard\\..*"),
        "(%s), and its shards are of that; begin another run".formatted(where));
  }

  private static void requireEqual(
      ConvoyConfig begun, ConvoyConfig now, Predicate<String> fixed, String because) {
    Map<String, String> then = ConfigRenderer.settings(begun);
    ConfigRenderer.settings(now)
        .forEach(
            (key, value) -> {
              if (fixed.test(key) && !value.equals(then.get(key))) {
                throw new BadInputException(
                    "%s = %s, but the run was begun with %s %s"
                        .formatted(key, value, then.get(key), because));
              }
            });
  }

  private static boolean mayChange(String key) {
    return CHANGEABLE.contains(key) || key.startsWith("evaluate.");
  }
}
