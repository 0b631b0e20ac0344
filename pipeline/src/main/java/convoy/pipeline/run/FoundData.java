// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.preprocessing.shard.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The contents of shards in one line: classes, examples by split, and what was left out. */
public final class FoundData {
  private FoundData() {}

  /** For example {@code 10 classes: 1,350 train, 150 validation; 3 cannot be used}. */
  public static String line(Manifest manifest) {
    List<String> splits = new ArrayList<>();
    manifest.splits().forEach((split, entry) -> splits.add(count("%,d %s", entry.count(), split)));
    Manifest.LeftOut leftOut = manifest.leftOut();
    StringBuilder line = new StringBuilder();
    line.append(count("%,d classes: ", manifest.classNames().size()));
    line.append(String.join(", ", splits));
    if (leftOut.unusable() > 0) {
      line.append(count("; %,d cannot be used (rejected.csv)", leftOut.unusable()));
    }
    if (leftOut.leaks() > 0) {
      line.append(count("; %,d in two splits (leaks.csv)", leftOut.leaks()));
    }
    if (leftOut.dropped() > 0) {
      line.append(count("; %,d of them dropped", leftOut.dropped()));
    }
    return line.toString();
  }

  private static String count(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
