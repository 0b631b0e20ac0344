// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.preprocessing.fetch.Download;
import java.io.PrintStream;
import java.util.Locale;
import java.util.OptionalLong;

/** Says how a download goes: a line for every tenth of it, or for every 16 MB. */
final class DownloadProgress implements Download.Listener {
  private static final double MEGABYTE = 1e6;
  private static final long STEP_BYTES = 16_000_000;

  private final String file;
  private final PrintStream err;
  private long said = -1;

  DownloadProgress(String file, PrintStream err) {
    this.file = file;
    this.err = err;
  }

  @Override
  public void progress(long bytes, OptionalLong total) {
    long step = total.isPresent() ? Math.max(1, total.getAsLong() / 10) : STEP_BYTES;
    if (bytes / step == said) {
      return;
    }
    said = bytes / step;
    err.println(
        total.isPresent()
            ? String.format(
                Locale.ROOT,
                "%s: %.1f of %.1f MB",
                file,
                bytes / MEGABYTE,
                total.getAsLong() / MEGABYTE)
            : String.format(Locale.ROOT, "%s: %.1f MB", file, bytes / MEGABYTE));
  }
}
