// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import convoy.preprocessing.source.listing.FolderEntry;
import convoy.preprocessing.source.listing.SourceFolder;
import convoy.preprocessing.source.listing.UnusedEntries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the folders of a data set's splits by their names, in capitals or not: {@code train} and
 * {@code training}; {@code val}, {@code valid}, {@code validation}, {@code dev}, {@code eval} and
 * {@code evaluation}; {@code test} and {@code testing}. They are splits only where one for training
 * holds class folders; a class may be called so too.
 *
 * @param root the whole folder
 * @param splits the folders by split; empty where the root itself holds the classes
 */
record SplitFolders(ClassFolders root, Map<Split, ClassFolders> splits) {
  private static final Map<Split, List<String>> NAMES =
      Map.of(
          Split.TRAIN, List.of("train", "training"),
          Split.VALIDATION, List.of("val", "valid", "validation", "dev", "eval", "evaluation"),
          Split.TEST, List.of("test", "testing"));

  /** What the folder holds, by the names of its subfolders. */
  static SplitFolders of(SourceFolder folder) throws IOException {
    Map<Split, ClassFolders> splits = new EnumMap<>(Split.class);
    ClassFolders root = new ClassFolders(folder, "");
    List<FolderEntry> entries = folder.entries("");
    Optional<ClassFolders> train = find(folder, entries, Split.TRAIN);
    if (train.isPresent()) {
      splits.put(Split.TRAIN, train.get());
      for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
        find(folder, entries, split).ifPresent(found -> splits.put(split, found));
      }
    }
    return new SplitFolders(root, splits);
  }

  private static Optional<ClassFolders> find(
      SourceFolder folder, List<FolderEntry> entries, Split split) throws IOException {
    List<ClassFolders> found = new ArrayList<>();
    for (FolderEntry entry : entries) {
      if (isNamed(entry.name(), split)
          && (entry.isFolder() || entry.kind() == FolderEntry.Kind.OUTWARD_FOLDER)) {
        if (!entry.isFolder()) {
          throw folder.outward(entry.name());
        }
        ClassFolders classes = new ClassFolders(folder, entry.name() + "/");
        if (split == Split.TRAIN ? classes.holdsFolders() : classes.holdsClasses()) {
          found.add(classes);
        }
      }
    }
    if (found.size() > 1) {
      throw new BadInputException(
          "%s holds %s, which are one split by their names; remove what is not meant"
              .formatted(
                  folder.root(),
                  String.join(" and ", found.stream().map(ClassFolders::below).toList())));
    }
    return found.stream().findFirst();
  }

  private static boolean isNamed(String folder, Split split) {
    return NAMES.get(split).contains(folder.toLowerCase(Locale.ROOT));
  }

  /** The class folders of the training images. */
  ClassFolders training() {
    return splits.getOrDefault(Split.TRAIN, root);
  }

  /** Counts what stands beside the splits or the classes. */
  void addUnused(UnusedEntries unused) throws IOException {
    for (FolderEntry entry : root.folder().entries("")) {
      boolean used =
          entry.isFolder()
              && !entry.isHidden()
              && (splits.isEmpty()
                  || splits.values().stream()
                      .anyMatch(split -> split.below().equals(entry.name() + "/")));
      if (!used) {
        unused.add("", entry);
      }
    }
    for (ClassFolders split : splits.values()) {
      for (FolderEntry entry : root.folder().entries(split.below())) {
        if (!entry.isFolder() || entry.isHidden()) {
          unused.add(split.below(), entry);
        }
      }
    }
  }
}
