// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ExampleKey;
import convoy.preprocessing.ImageShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/**
 * Reads and decodes a range of examples on an executor, one in memory at a time. A file is closed
 * after its last example.
 */
final class ShardReader implements Iterator<LabelledImage>, AutoCloseable {
  private final ExampleView view;
  private final Configuration hadoop;
  private final Iterator<ShardRange.Piece> pieces;
  private ParquetReader<Group> reader;
  private String path;
  private long left;

  /** A reader of examples that become what is in view. */
  ShardReader(ShardRange range, ExampleView view, Configuration hadoop) {
    this.view = view;
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
    Example example = nextExample();
    return new LabelledImage(ExampleKey.of(example.id()), example.label(), example.image());
  }

  /** The next image with its id, decoded. */
  Example nextExample() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      if (left == 0) {
        open(pieces.next());
      }
      Example example = decoded(reader.read());
      left--;
      if (left == 0) {
        close();
      }
      return example;
    } catch (BadInputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Parquet throws plain RuntimeExceptions for files that are none of its own.
      throw new BadInputException("cannot read shard %s: %s".formatted(path, e.getMessage()), e);
    }
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

  private void open(ShardRange.Piece piece) throws IOException {
    path = piece.path();
    reader =
        ParquetReader.builder(new GroupReadSupport(), new Path(piece.path()))
            .withConf(hadoop)
            .build();
    for (long row = 0; row < piece.from(); row++) {
      reader.read();
    }
    left = piece.to() - piece.from();
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
        id,
        row.getInteger(ShardFormat.LABEL, 0),
        view.shape(),
        view.encoding(),
        view.values(id, encoding, stored, image));
  }
}
