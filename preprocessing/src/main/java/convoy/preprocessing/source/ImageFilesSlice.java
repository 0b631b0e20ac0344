// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.Split;
import convoy.preprocessing.decode.RejectReason;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * Image files, read as they are and not decoded.
 *
 * @param root URI of the folder that their paths stand below
 * @param official the split they belong to; null for the training pool
 */
record ImageFilesSlice(String root, Split official, List<ImageFile> files) implements Slice {
  private static final long serialVersionUID = 1L;
  private static final int FILES_A_SLICE = 500;

  /** The slices of that many files, in their order. */
  static List<Slice> of(String root, Split official, List<ImageFile> files) {
    return of(root, official, files, FILES_A_SLICE);
  }

  /** The same of another number of files; the last slice may have fewer. */
  static List<Slice> of(String root, Split official, List<ImageFile> files, int each) {
    List<Slice> slices = new ArrayList<>();
    for (int from = 0; from < files.size(); from += each) {
      int to = Math.min(files.size(), from + each);
      // A view of a list cannot travel to an executor.
      slices.add(new ImageFilesSlice(root, official, List.copyOf(files.subList(from, to))));
    }
    return slices;
  }

  @Override
  public Optional<Split> officialSplit() {
    return Optional.ofNullable(official);
  }

  @Override
  public Examples open(Configuration hadoop) {
    return new CountedExamples(root, () -> {}, 0, files.size()) {
      @Override
      Example read(int index) throws IOException {
        ImageFile file = files.get(index);
        return new Example(file.id(), file.label(), null, Encoding.FILE, content(file, hadoop));
      }
    };
  }

  private byte[] content(ImageFile file, Configuration hadoop) throws IOException {
    if (file.unusable() != null) {
      throw new UnusableExampleException(
          file.id(), file.unusable().reason(), file.unusable().detail());
    }
    ImageFile.requireSize(file.id(), file.length());
    // Not new Path(parent, child), which refuses names with a colon.
    Path path = new Path(root + "/" + file.path());
    byte[] bytes = new byte[(int) file.length()];
    try (FSDataInputStream in = path.getFileSystem(hadoop).open(path)) {
      in.readFully(file.offset(), bytes);
      return bytes;
    } catch (IOException | IllegalArgumentException e) {
      Optional<RejectReason> reason = file.standsAlone() ? reason(e) : Optional.empty();
      if (reason.isPresent()) {
        throw new UnusableExampleException(file.id(), reason.get(), detail(reason.get(), e));
      }
      throw e;
    }
  }

  /**
   * Why this file alone cannot be read. Nothing for what may be the fault of the file system, and
   * gone at the next attempt.
   */
  private static Optional<RejectReason> reason(Exception e) {
    if (e instanceof IllegalArgumentException) {
      return Optional.of(RejectReason.UNUSABLE_NAME);
    } else if (e instanceof FileNotFoundException
        || e instanceof AccessControlException
        || e instanceof AccessDeniedException) {
      return Optional.of(RejectReason.UNREADABLE);
    } else if (e instanceof EOFException) {
      return Optional.of(RejectReason.TRUNCATED);
    } else if (e instanceof ChecksumException) {
      return Optional.of(RejectReason.DAMAGED);
    }
    return Optional.empty();
  }

  private static String detail(RejectReason reason, Exception e) {
    return switch (reason) {
      case UNUSABLE_NAME ->
          "has a name that Hadoop cannot open, such as one with a colon; rename the file";
      case TRUNCATED -> "became shorter after it was listed";
      default -> "cannot be read: " + e.getMessage().replaceAll("\\s+", " ");
    };
  }
}
