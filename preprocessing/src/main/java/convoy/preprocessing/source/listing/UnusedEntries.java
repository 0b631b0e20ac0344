// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source.listing;

import convoy.preprocessing.PrintableText;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what of a folder is not used, by kind, so that nobody trains on a part unknowingly. */
public final class UnusedEntries {
  private static final Logger LOG = LoggerFactory.getLogger(UnusedEntries.class);
  private static final String HIDDEN = "hidden";

  private final Map<String, Count> counts = new TreeMap<>();
  private final Set<Path> used = new HashSet<>();

  private record Count(long count, String first) {
    Count plus(Count other) {
      return new Count(count + other.count, first);
    }
  }

  /**
   * Counts an entry under what it is: {@code .txt files}, {@code folders}.
   *
   * @param below the folder that it stands in, with a slash at the end
   */
  public void add(String below, FolderEntry entry) {
    add(kind(entry), below + entry.name());
  }

  /** Keeps a file out of what {@link #addOthers} counts from now on, such as one of labels. */
  public void use(Path file) {
    used.add(file);
  }

  /**
   * Counts what else stands in a folder.
   *
   * @param below the folder, with a slash at the end; empty for the root
   * @param known what of it is used
   */
  public void addOthers(SourceFolder folder, String below, Predicate<FolderEntry> known)
      throws IOException {
    for (FolderEntry entry : folder.entries(below)) {
      if (!known.test(entry) && !used.contains(folder.path(below + entry.name()))) {
        add(below, entry);
      }
    }
  }

  /** Counts something under a kind of the caller's. */
  public void add(String kind, String path) {
    counts.merge(kind, new Count(1, path), Count::plus);
  }

  private static String kind(FolderEntry entry) {
    if (entry.isHidden()) {
      // Somebody may have meant a class; what begins with a dot nobody sees.
      return entry.isFolder() && entry.name().startsWith("_")
          ? "folders that begin with an underscore"
          : HIDDEN;
    }
    if (!entry.isFile()) {
      return entry.kind().plural();
    }
    int dot = entry.name().lastIndexOf('.');
    return dot <= 0
        ? "files without an ending"
        : PrintableText.of(entry.name().substring(dot)) + " files";
  }

  /** How many there are of any kind, but for hidden ones. */
  public long count() {
    return counts.entrySet().stream()
        .filter(kind -> !kind.getKey().equals(HIDDEN))
        .mapToLong(kind -> kind.getValue().count)
        .sum();
  }

  /** Says in the log what is not used of a folder; nothing where all is. */
  public void log(String folder) {
    if (!counts.isEmpty()) {
      String line = description();
      // Every system and every program leaves hidden files.
      if (count() == 0) {
        LOG.info("{}: not used: {}", folder, line);
      } else {
        LOG.warn("{}: not used: {}", folder, line);
      }
    }
  }

  /** One line: {@code .txt files: 2 (rose/notes.txt, ...); hidden: 1 (.git)}. */
  public String description() {
    return counts.entrySet().stream()
        .map(kind -> description(kind.getKey(), kind.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static String description(String kind, Count count) {
    return "%s: %s (%s%s)"
        .formatted(
            kind, count.count, PrintableText.of(count.first), count.count > 1 ? ", ..." : "");
  }

  /** What a folder holds, in a few words: {@code folders: 1 (robin)}; or {@code empty}. */
  public static String summary(Collection<FolderEntry> entries) {
    UnusedEntries all = new UnusedEntries();
    entries.forEach(entry -> all.add("", entry));
    return entries.isEmpty() ? "empty" : all.description();
  }
}
