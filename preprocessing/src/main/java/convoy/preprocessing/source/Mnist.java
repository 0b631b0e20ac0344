// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.Split;
import convoy.preprocessing.source.listing.SourceFolder;
import convoy.preprocessing.source.listing.UnusedEntries;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * MNIST (Y. LeCun, C. Cortes, C. Burges) and what has its form, such as Fashion-MNIST: grey images
 * of ten classes in IDX files, {@code train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte},
 * and where they are at hand {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte},
 * each plain or {@code .gz}, with a dot in place of the last hyphen but one where an unpacker made
 * it so, or in a folder of its own name, as Kaggle unpacks it. Whether a file is packed shows in
 * its first bytes. Usually 28 x 28; the files say it.
 *
 * @param folder URI
 */
public record Mnist(String folder) implements Source {
  static final int CLASSES = 10;
  private static final int RECORDS_A_SLICE = 10_000;
  private static final String TAKES = "mnist: takes the folder of its IDX files";
  private static final List<String> NAMES =
      IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();

  /**
   * @throws BadInputException if no folder is given
   */
  public Mnist {
    if (folder.isBlank()) {
      throw new BadInputException(
          "mnist needs the folder of its IDX files, for example mnist:/data/mnist");
    }
  }

  /** The images and labels of one split, of the same count. */
  private record Pair(String set, IdxFile images, IdxHeader header, IdxFile labels) {}

  @Override
  public String specification() {
    return "mnist:" + folder;
  }

  @Override
  public List<String> classNames(Configuration hadoop) {
    return NAMES;
  }

  @Override
  public List<Slice> slices(Configuration hadoop) {
    List<Slice> slices = new ArrayList<>();
    for (Pair pair : pairs(hadoop)) {
      int count = pair.header().count();
      boolean gzip = pair.images().gzip() || pair.labels().gzip();
      // What is behind gzip can only be read from its beginning.
      int step = gzip ? count : RECORDS_A_SLICE;
      Split official = pair.set().equals("t10k") ? Split.TEST : null;
      for (int from = 0; from < count; from += step) {
        int to = (int) Math.min(count, (long) from + step);
        slices.add(
            new MnistSlice(
                pair.set(), official, pair.images(), pair.labels(), shape(pair), from, to));
      }
    }
    return slices;
  }

  private static ImageShape shape(Pair pair) {
    return new ImageShape(1, pair.header().height(), pair.header().width());
  }

  /** The training files, then the test files where there are any. */
  private List<Pair> pairs(Configuration hadoop) {
    Path path = new Path(folder);
    try {
      FileSystem files = path.getFileSystem(hadoop);
      List<Pair> pairs = new ArrayList<>();
      Optional<Pair> training = pair(files, path, "train");
      if (training.isEmpty()) {
        throw missing(files, path);
      }
      pairs.add(training.get());
      pair(files, path, "t10k").ifPresent(pairs::add);
      if (pairs.stream().map(Mnist::shape).distinct().count() > 1) {
        throw new BadInputException(
            "%s: training images are %s, test images %s; expected one size"
                .formatted(folder, shape(pairs.get(0)), shape(pairs.get(1))));
      }
      return pairs;
    } catch (IOException e) {
      throw new BadInputException("cannot read %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private Optional<Pair> pair(FileSystem files, Path path, String set) throws IOException {
    Optional<IdxFile> images = find(files, path, set + "-images", "idx3-ubyte");
    Optional<IdxFile> labels = find(files, path, set + "-labels", "idx1-ubyte");
    if (images.isEmpty() && labels.isEmpty()) {
      return Optional.empty();
    }
    if (images.isEmpty() || labels.isEmpty()) {
      throw new BadInputException(
          "%s holds %s without its %s"
              .formatted(
                  folder,
                  images.or(() -> labels).orElseThrow().name(),
                  images.isEmpty() ? "images" : "labels"));
    }
    IdxHeader header = header(files, images.get(), true);
    int count = header(files, labels.get(), false).count();
    if (count != header.count()) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%s: %s has %,d images, %s %,d labels; they do not belong together",
              folder,
              images.get().name(),
              header.count(),
              labels.get().name(),
              count));
    }
    return Optional.of(new Pair(set, images.get(), header, labels.get()));
  }

  private static Optional<IdxFile> find(FileSystem files, Path path, String first, String last)
      throws IOException {
    for (String end : List.of("", ".gz")) {
      for (String joint : List.of("-", ".")) {
        String name = first + joint + last + end;
        for (Path file : List.of(new Path(path, name), new Path(path, name + "/" + name))) {
          if (SourceFolder.isFile(files, file)) {
            return Optional.of(IdxFile.at(files, file));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** What stands where MNIST was looked for, and where it may be meant. */
  private BadInputException missing(FileSystem files, Path path) throws IOException {
    SourceFolder there = SourceFolder.open(folder, true, TAKES, files.getConf());
    String hint = "";
    for (String below : List.of("raw", "MNIST/raw", "mnist")) {
      if (find(files, new Path(path, below), "train-images", "idx3-ubyte").isPresent()) {
        hint = "; did you mean mnist:%s?".formatted(new Path(path, below));
      }
    }
    return new BadInputException(
        "%s holds no train-images-idx3-ubyte and train-labels-idx1-ubyte, plain or .gz; it holds: %s%s"
            .formatted(folder, UnusedEntries.summary(there.entries("")), hint));
  }

  private static IdxHeader header(FileSystem files, IdxFile file, boolean images)
      throws IOException {
    try (DataInputStream in = file.open(files.getConf(), 0)) {
      IdxHeader header =
          images ? IdxHeader.images(in, file.name()) : IdxHeader.labels(in, file.name());
      header.requireLength(file.name(), file.length(), file.gzip());
      return header;
    } catch (EOFException e) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%s has %,d bytes and ends within its header; it is empty, truncated or damaged",
              file.name(),
              file.length()),
          e);
    } catch (IOException e) {
      throw new IOException(file.name() + ": " + e.getMessage(), e);
    }
  }
}
