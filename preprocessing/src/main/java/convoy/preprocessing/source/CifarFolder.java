// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.source.listing.SourceFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the binary files of CIFAR-10 or CIFAR-100, in a folder or in the official tar.gz.
 *
 * @param location URI of the folder or archive
 */
record CifarFolder(CifarLayout layout, String location) {
  private static final Logger LOG = LoggerFactory.getLogger(CifarFolder.class);
  private static final int RECORDS_A_SLICE = 5_000;

  /** Five times what the official archives unpack to: more is no CIFAR. */
  private static final long MOST_ARCHIVE_BYTES = 1L << 30;

  /**
   * The slices of every file; warns of training files that are missing.
   *
   * @throws BadInputException if there is no training file, or a file has a wrong size
   */
  List<Slice> slices(Configuration hadoop) {
    Path path = new Path(location);
    try {
      FileSystem files = path.getFileSystem(hadoop);
      if (!files.exists(path)) {
        throw new BadInputException(
            "%s does not exist; %s is read from the folder of its binary files or from the official"
                    .formatted(location, layout.name())
                + " archive (convoy fetch gets it)");
      }
      Set<String> found = new HashSet<>();
      List<String> others = new ArrayList<>();
      List<Slice> slices =
          files.getFileStatus(path).isDirectory()
              ? folder(files, path, found, others)
              : archive(files, path, found, others);
      requireTraining(files, found, others);
      return slices;
    } catch (IOException e) {
      throw new BadInputException("cannot read %s: %s".formatted(location, e.getMessage()), e);
    }
  }

  private void requireTraining(FileSystem files, Set<String> found, List<String> others)
      throws IOException {
    List<String> training = layout.trainingFiles();
    List<String> missing = training.stream().filter(file -> !found.contains(file)).toList();
    if (missing.size() == training.size()) {
      throw new BadInputException(
          "%s holds none of %s; it holds: %s%s"
              .formatted(
                  location,
                  String.join(", ", training),
                  others.isEmpty() ? "nothing" : ClassFolders.some(others),
                  hint(files, others)));
    }
    if (!missing.isEmpty()) {
      LOG.warn(
          "{} lacks {}: only a part of {} is used",
          location,
          String.join(", ", missing),
          layout.name());
    }
  }

  /** What may have been meant; empty where nothing is near. */
  private String hint(FileSystem files, List<String> others) throws IOException {
    for (String name : others) {
      Path below = new Path(location + "/" + name);
      if (layout.isOtherVersion(name)) {
        return "; %s is of the version for Python or MATLAB, and the binary version is read: convoy fetch gets it"
            .formatted(name);
      }
      if (files.exists(new Path(below, layout.trainingFiles().get(0)))) {
        return "; did you mean %s?".formatted(below);
      }
    }
    return "";
  }

  private List<Slice> folder(FileSystem files, Path folder, Set<String> found, List<String> others)
      throws IOException {
    List<Slice> slices = new ArrayList<>();
    FileStatus[] listing = files.listStatus(folder);
    Arrays.sort(listing);
    for (FileStatus file : listing) {
      String name = file.getPath().getName();
      if (!layout.isBatch(name) || !SourceFolder.isFile(files, file.getPath())) {
        others.add(name);
      } else {
        found.add(name);
        int records = layout.records(name, file.getLen());
        for (int from = 0; from < records; from += RECORDS_A_SLICE) {
          int to = Math.min(records, from + RECORDS_A_SLICE);
          slices.add(new CifarSlice(layout, file.getPath().toString(), -1, name, from, to));
        }
      }
    }
    return slices;
  }

  /** One slice a file of the archive; each reads the archive's stream up to its own file. */
  private List<Slice> archive(
      FileSystem files, Path archive, Set<String> found, List<String> others) throws IOException {
    List<Slice> slices = new ArrayList<>();
    if (!SourceFolder.isFile(files, archive)) {
      throw new BadInputException(location + " is no folder and no regular file");
    }
    try (TarEntries tar =
        new TarEntries(ArchiveBytes.gunzipped(files.open(archive), MOST_ARCHIVE_BYTES))) {
      for (var next = tar.next(); next.isPresent(); next = tar.next()) {
        TarEntries.Entry entry = next.get();
        String name = entry.baseName();
        if (entry.file() && !layout.isBatch(name)) {
          others.add(name);
        } else if (entry.file()) {
          if (!found.add(name)) {
            throw new BadInputException("%s holds %s twice".formatted(location, name));
          }
          int records = layout.records(name, entry.size());
          slices.add(new CifarSlice(layout, archive.toString(), entry.offset(), name, 0, records));
        }
      }
    }
    return slices;
  }
}
