// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.folder.RunFolder;
import convoy.training.checkpoint.Checkpoints;
import java.io.IOException;
import java.util.List;

/**
 * A run that was stopped: what its folder keeps, and what to type to go on with it.
 *
 * @param run its folder; null where it was stopped before the folder was named
 * @param command its words, with the options that {@code --resume} needs beside the folder
 */
record KeptRun(RunFolder run, List<String> command) {
  /** One sentence; empty where there is no run. */
  String sentence() throws IOException {
    if (run == null || !run.has(run.config())) {
      return "";
    }
    if (!run.isOwn()) {
      return "the run that was to be replaced is in %s, unchanged".formatted(run.path());
    }
    List<Checkpoints.Entry> checkpoints = run.checkpoints().list();
    String kept =
        checkpoints.isEmpty()
            ? "no checkpoint yet"
            : "the checkpoints up to " + checkpoints.get(checkpoints.size() - 1).name();
    return "%s keeps %s; go on with: convoy %s --run %s --resume"
        .formatted(
            run.path(),
            kept,
            String.join(" ", command.stream().map(KeptRun::word).toList()),
            word(run.path().toString()));
  }

  /** As a shell takes it for one word. */
  static String word(String text) {
    return text.matches("[\\w.,:/@%+=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
