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
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds the folders of a data set's splits by their names, in capitals or not: {@code train} and
 * {@code training}; {@code val}, {@code valid} and {@code validation}; {@code test}. They are
 * splits only where one for training holds class folders; a class may be called so too. Where none
 * of these names is one of its split, {@code dev}, {@code eval} and {@code evaluation} are for
 * validation and {@code testing} for testing, if all their folders are classes of the training
 * images: scripts and results lie under such names too. Links under these names are followed,
 * wherever they lead.
 *
 * @param root the whole folder
 * @param splits the folders by split; empty where the root itself holds the classes
 */
record SplitFolders(ClassFolders root, Map<Split, ClassFolders> splits) {
  private static final Map<Split, List<String>> NAMES =
      Map.of(
          Split.TRAIN, List.of("train", "training"),
          Split.VALIDATION, List.of("val", "valid", "validation"),
          Split.TEST, List.of("test"));

  private static final Map<Split, List<String>> OTHER_NAMES =
      Map.of(
          Split.VALIDATION, List.of("dev", "eval", "evaluation"),
          Split.TEST, List.of("testing"));

  /** Whether a folder with the name of a split is one. */
  private interface Rule {
    boolean isSplit(ClassFolders folder) throws IOException;
  }

  /** What the folder holds, by the names of its subfolders. */
  static SplitFolders of(SourceFolder folder) throws IOException {
    Map<Split, ClassFolders> splits = new EnumMap<>(Split.class);
    Optional<ClassFolders> train =
        find(folder, NAMES.get(Split.TRAIN), ClassFolders::holdsTrainingClasses);
    if (train.isPresent()) {
      splits.put(Split.TRAIN, train.get());
      List<String> classes = train.get().names();
      for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
        Optional<ClassFolders> held = find(folder, NAMES.get(split), ClassFolders::holdsClasses);
        if (held.isEmpty()) {
          held = find(folder, OTHER_NAMES.get(split), other -> other.holdsOnly(classes));
        }
        held.ifPresent(found -> splits.put(split, found));
      }
    }
    SplitFolders found = new SplitFolders(new ClassFolders(folder, ""), splits);
    if (splits.isEmpty()) {
      found.refuseSplitsWithoutClasses();
    }
    return found;
  }

  /** Images that lie flat in folders for splits would be taken for classes of these names. */
  private void refuseSplitsWithoutClasses() throws IOException {
    List<String> names = root.names();
    if (names.size() > 1 && names.stream().allMatch(SplitFolders::isSplitName)) {
      throw new BadInputException(
          "%s holds %s, which are splits by their names, and no folder for each class in them; put images into %s/<class>/ and so on"
              .formatted(root.folder().root(), String.join(", ", names), names.get(0)));
    }
  }

  private static boolean isSplitName(String name) {
    return Stream.of(NAMES, OTHER_NAMES)
        .flatMap(names -> names.values().stream())
        .anyMatch(names -> names.contains(name.toLowerCase(Locale.ROOT)));
  }

  private static Optional<ClassFolders> find(SourceFolder folder, List<String> names, Rule rule)
      throws IOException {
    Predicate<String> named = name -> names.contains(name.toLowerCase(Locale.ROOT));
    folder.requireAlive(named);
    List<ClassFolders> found = new ArrayList<>();
    for (FolderEntry entry : folder.entries("")) {
      if (named.test(entry.name()) && entry.leadsToFolder()) {
        ClassFolders classes = new ClassFolders(folder, entry.name() + "/");
        if (rule.isSplit(classes)) {
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

  /** The class folders of the training images. */
  ClassFolders training() {
    return splits.getOrDefault(Split.TRAIN, root);
  }

  /** Counts what stands beside the splits or the classes. */
  void addUnused(UnusedEntries unused) throws IOException {
    List<String> used = splits.values().stream().map(ClassFolders::below).toList();
    unused.addOthers(
        root.folder(),
        "",
        entry ->
            splits.isEmpty() ? ClassFolders.isClass(entry) : used.contains(entry.name() + "/"));
    for (String split : used) {
      unused.addOthers(root.folder(), split, ClassFolders::isClass);
    }
  }
}
