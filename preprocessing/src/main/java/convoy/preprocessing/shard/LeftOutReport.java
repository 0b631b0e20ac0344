// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.PrintableText;
import convoy.preprocessing.Split;
import convoy.preprocessing.storage.CsvFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people which images of a source cannot be used and which are in two splits: in the log, and
 * in tables beside the shards.
 *
 * @param output where the shards are going to be
 * @param rejections what cannot be used
 */
record LeftOutReport(Path output, List<Rejection> rejections) {
  private static final Logger LOG = LoggerFactory.getLogger(LeftOutReport.class);
  private static final String REJECTED = "rejected.csv";
  private static final String LEAKS = "leaks.csv";

  /** Enough to see what is wrong with a source. */
  private static final int LOGGED = 20;

  /** How many there are of each reason. */
  Map<String, Long> byReason() {
    return rejections.stream()
        .collect(Collectors.groupingBy(Rejection::reason, TreeMap::new, Collectors.counting()));
  }

  /**
   * Refuses a source of which too much cannot be used. The table would be deleted with the folder
   * then, so the log names the first ones.
   *
   * @param usable how many examples can be used
   * @param most share, 0 to 1, of all that may be rejected
   * @throws BadInputException if more is
   */
  void refuseTooMany(long usable, double most) {
    long all = rejections.size() + usable;
    if ((double) rejections.size() / all <= most || rejections.isEmpty()) {
      return;
    }
    rejections.stream()
        .limit(LOGGED)
        .forEach(
            some ->
                LOG.warn("cannot be used: {}: {}: {}", shown(some), some.reason(), some.detail()));
    Rejection first = rejections.get(0);
    throw new BadInputException(
        String.format(
            Locale.ROOT,
            "%,d of %,d images cannot be used %s, more than the share of %s that shard.maxRejected"
                + " (--max-rejected) allows; the log names the first %d, and a higher share lists all"
                + " in %s; the first is %s: %s",
            rejections.size(),
            all,
            byReason(),
            most,
            Math.min(LOGGED, rejections.size()),
            REJECTED,
            shown(first),
            first.detail()));
  }

  /** A file's name may hold anything; a message stays one line. */
  private static String shown(Rejection rejection) {
    return PrintableText.of(rejection.id());
  }

  /**
   * Warns of what was left out, and of what was not.
   *
   * @param between how many images are in the same splits, by these
   */
  void warn(Manifest.LeftOut leftOut, Map<Set<Split>, Long> between) {
    if (!rejections.isEmpty()) {
      LOG.warn(
          "{} images cannot be used and are left out {}: see {}",
          rejections.size(),
          leftOut.rejected(),
          new Path(output, REJECTED));
    }
    if (leftOut.leaks() > 0) {
      LOG.warn(
          "images in more than one split, byte for byte: {}; see {}; {}",
          between.entrySet().stream()
              .map(entry -> entry.getValue() + " in " + names(entry.getKey()))
              .sorted()
              .collect(Collectors.joining(", ")),
          new Path(output, LEAKS),
          leftOut.dropped() > 0
              ? leftOut.dropped() + " training examples are left out because of it"
              : "--drop-leaks leaves such training examples out");
    }
  }

  /** Names the classes of which nothing trains: a network cannot learn them. */
  static void warnOfUntrained(Manifest manifest) {
    List<Long> counts = manifest.split(Split.TRAIN).classHistogram();
    List<String> untrained = new ArrayList<>();
    for (int label = 0; label < counts.size(); label++) {
      if (counts.get(label) == 0) {
        untrained.add(PrintableText.of(manifest.classNames().get(label)));
      }
    }
    if (!untrained.isEmpty()) {
      LOG.warn(
          "{} of {} classes have no image to train on, all of theirs being in other splits, unusable or not there: {}",
          untrained.size(),
          counts.size(),
          String.join(", ", untrained.subList(0, Math.min(LOGGED, untrained.size()))));
    }
  }

  private static String names(Set<Split> splits) {
    return splits.stream().map(Split::code).collect(Collectors.joining(" and "));
  }

  /** Writes a table of each; where there is nothing to list there is none. */
  void write(FileSystem files, Path folder, List<Leak> leaks) throws IOException {
    table(
        files,
        new Path(folder, REJECTED),
        List.of("id", "reason", "detail"),
        rejections,
        line -> List.of(line.id(), line.reason(), line.detail()));
    table(
        files,
        new Path(folder, LEAKS),
        List.of("content", "id", "label", "file"),
        leaks,
        line -> List.of(line.content(), line.id(), String.valueOf(line.label()), line.file()));
  }

  private static <T> void table(
      FileSystem files,
      Path file,
      List<String> header,
      List<T> lines,
      Function<T, List<String>> cells)
      throws IOException {
    if (!lines.isEmpty()) {
      List<List<String>> table = new ArrayList<>(List.of(header));
      lines.forEach(line -> table.add(cells.apply(line)));
      CsvFile.write(files, file, table);
    }
  }
}
