// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ExampleKey;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.job.TaskScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * Reads and decodes a range of examples on an executor, one in memory at a time. A file is closed
 * after its last example. Of a range that begins within a shard, the row groups before it are not
 * read.
 */
final class ShardReader implements Iterator<LabelledImage>, AutoCloseable {
  private final ExampleView view;
  private final int classes;
  private final Configuration hadoop;
  private final Iterator<ShardRange.Piece> pieces;
  private ParquetReader<Group> reader;
  private ShardRange.Piece piece;
  private long left;

  /**
   * A reader of examples that become what is in view.
   *
   * @param classes that the shards' manifest names; no label is beyond them
   */
  ShardReader(ShardRange range, ExampleView view, int classes, Configuration hadoop) {
    this.view = view;
    this.classes = classes;
    this.hadoop = hadoop;
    this.pieces = range.pieces().iterator();
  }

  @Override
  public boolean hasNext() {
    return left > 0 || pieces.hasNext();
  }

  /**
   * The next image.
   *
   * @throws BadInputException if it cannot be brought into view
   */
  @Override
  public LabelledImage next() {
    return labelled(nextExample());
  }

  /** The next image with its id, decoded. */
  Example nextExample() {
    return next(this::decoded);
  }

  /** The next image with its id, decoded, or why it cannot be brought into view. */
  NamedImage nextNamed() {
    return next(
        row -> {
          String id = row.getString(ShardFormat.ID, 0);
          int label = label(row);
          try {
            return NamedImage.seen(id, label, decoded(row).image());
          } catch (BadInputException e) {
            return NamedImage.unseen(id, label, Unseen.of(e));
          }
        });
  }

  /** The next image if its key is wanted; others are not decoded. */
  Optional<LabelledImage> nextIfIn(Set<Long> keys) {
    return next(
        row ->
            keys.contains(ExampleKey.of(row.getString(ShardFormat.ID, 0)))
                ? Optional.of(labelled(decoded(row)))
                : Optional.empty());
  }

  /** What is left of the range, each as {@link #nextNamed} says. */
  Iterator<NamedImage> named() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return ShardReader.this.hasNext();
      }

      @Override
      public NamedImage next() {
        return nextNamed();
      }
    };
  }

  private static LabelledImage labelled(Example example) {
    return new LabelledImage(ExampleKey.of(example.id()), example.label(), example.image());
  }

  private <T> T next(Function<Group, T> use) {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    TaskScope.requireWanted();
    try {
      if (left == 0) {
        open(pieces.next());
      }
      T used = use.apply(row());
      left--;
      if (left == 0) {
        requireNoMore();
        close();
      }
      return used;
    } catch (BadInputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Parquet throws plain RuntimeExceptions for files that are none of its own.
      throw new BadInputException(
          "cannot read shard %s: %s".formatted(piece.path(), e.getMessage()), e);
    }
  }

  private Group row() throws IOException {
    Group row = reader.read();
    if (row == null) {
      throw new IOException("it holds fewer examples than its manifest says");
    }
    return row;
  }

  private void requireNoMore() throws IOException {
    if (piece.to() == piece.rows() && reader.read() != null) {
      throw new IOException("it holds more examples than its manifest says");
    }
  }

  /** The class of an example; one beyond the classes would count for the next example. */
  private int label(Group row) {
    int label = row.getInteger(ShardFormat.LABEL, 0);
    if (label < 0 || label >= classes) {
      throw new BadInputException(
          "example %s of shard %s has the label %s, and its manifest names %s classes, from 0 on; shard the data again"
              .formatted(
                  row.getString(ShardFormat.ID, 0).replaceAll("\\p{Cntrl}", "?"),
                  piece.path(),
                  label,
                  classes));
    }
    return label;
  }

  /** Closes the file that is open, where not all was read. */
  @Override
  public void close() {
    if (reader != null) {
      try {
        reader.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        reader = null;
      }
    }
  }

  private void open(ShardRange.Piece next) throws IOException {
    piece = next;
    RowGroup first = rowGroup();
    reader =
        ParquetReader.builder(new GroupReadSupport(), new Path(piece.path()))
            .withConf(hadoop)
            .withFileRange(first.begin(), Long.MAX_VALUE)
            .build();
    for (long row = first.row(); row < piece.from(); row++) {
      row();
    }
    left = piece.to() - piece.from();
  }

  /**
   * Where reading begins.
   *
   * @param row its first
   * @param begin its first byte in the file
   */
  private record RowGroup(long row, long begin) {}

  /** The row group that a piece begins in; those before it need not be read. */
  private RowGroup rowGroup() throws IOException {
    if (piece.from() == 0) {
      return new RowGroup(0, 0);
    }
    long row = 0;
    try (ParquetFileReader footer =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(piece.path()), hadoop))) {
      for (BlockMetaData group : footer.getRowGroups()) {
        if (piece.from() < row + group.getRowCount()) {
          return new RowGroup(row, group.getStartingPos());
        }
        row += group.getRowCount();
      }
    }
    throw new IOException("it holds %s examples, fewer than its manifest says".formatted(row));
  }

  private Example decoded(Group row) {
    String id = row.getString(ShardFormat.ID, 0);
    Encoding encoding = Encoding.of(row.getString(ShardFormat.ENCODING, 0));
    ImageShape stored =
        new ImageShape(
            Math.max(1, encoding.channels()),
            row.getInteger(ShardFormat.HEIGHT, 0),
            row.getInteger(ShardFormat.WIDTH, 0));
    byte[] image = row.getBinary(ShardFormat.IMAGE, 0).getBytesUnsafe();
    return new Example(
        id, label(row), view.shape(), view.encoding(), view.values(id, encoding, stored, image));
  }
}
