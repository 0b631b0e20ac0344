// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.Split;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The images {@code from} to {@code to} (exclusive) of one pair of IDX files.
 *
 * @param set {@code train} or {@code t10k}, which the examples' ids begin with
 * @param official the split they belong to; null for the training pool
 */
record MnistSlice(
    String set, Split official, IdxFile images, IdxFile labels, ImageShape shape, int from, int to)
    implements Slice {
  private static final long serialVersionUID = 1L;

  @Override
  public Optional<Split> officialSplit() {
    return Optional.ofNullable(official);
  }

  @Override
  public Examples open(Configuration hadoop) throws IOException {
    DataInputStream pixels = images.open(hadoop, 16 + (long) from * shape.size());
    try {
      return new Pairs(pixels, labels.open(hadoop, 8 + (long) from));
    } catch (IOException e) {
      pixels.close();
      throw e;
    }
  }

  private static Closeable both(Closeable first, Closeable second) {
    return () -> {
      try (first) {
        second.close();
      }
    };
  }

  private final class Pairs extends CountedExamples {
    private final DataInputStream pixels;
    private final DataInputStream classes;

    private Pairs(DataInputStream pixels, DataInputStream classes) {
      super(images.path(), both(pixels, classes), from, to);
      this.pixels = pixels;
      this.classes = classes;
    }

    @Override
    Example read(int index) throws IOException {
      byte[] image = new byte[shape.size()];
      pixels.readFully(image);
      int label = classes.readUnsignedByte();
      if (label >= Mnist.CLASSES) {
        throw new BadInputException(
            "%s: record %s has label %s, out of range 0 to 9"
                .formatted(labels.name(), index, label));
      }
      if (index == to - 1) {
        requireEnd(images, pixels);
        requireEnd(labels, classes);
      }
      return new Example(set + "#" + index, label, shape, Encoding.GRAY8, image);
    }
  }

  /** Behind gzip the length shows only now, and so does the checksum. */
  private static void requireEnd(IdxFile file, DataInputStream in) throws IOException {
    if (file.gzip() && in.read() >= 0) {
      throw new BadInputException(
          "%s goes on behind the records that its header announces; it is oversized or damaged"
              .formatted(file.name()));
    }
  }
}
