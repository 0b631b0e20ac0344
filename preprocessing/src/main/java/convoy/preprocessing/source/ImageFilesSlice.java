// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

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
    List<Slice> slices = new ArrayList<>();
    for (int from = 0; from < files.size(); from += FILES_A_SLICE) {
      int to = Math.min(files.size(), from + FILES_A_SLICE);
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
    if (file.length() > ImageFile.MOST_BYTES) {
      throw new BadInputException(
          "%s/%s has %,d bytes; an image has at most %,d: remove the file"
              .formatted(root, file.id(), file.length(), ImageFile.MOST_BYTES));
    }
    // Not new Path(parent, child), which refuses names with a colon.
    Path path = new Path(root + "/" + file.path());
    byte[] bytes = new byte[(int) file.length()];
    try (FSDataInputStream in = path.getFileSystem(hadoop).open(path)) {
      in.readFully(file.offset(), bytes);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "%s/%s has a name that Hadoop cannot open, such as one with a colon; rename the file"
              .formatted(root, file.id()),
          e);
    }
    return bytes;
  }
}
