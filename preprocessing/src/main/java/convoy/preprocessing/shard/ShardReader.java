// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
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
final class ShardReader implements Iterator<LabelledImage> {
  /** Keys of augmentation follow from the id alone, so that every run draws the same. */
  private static final SplitRule KEYS = new SplitRule(0, 0);

  private final ImageView view;
  private final Configuration hadoop;
  private final Iterator<ShardRange.Piece> pieces;
  private ParquetReader<Group> reader;
  private long left;

  /** A reader of images that become that shape. */
  ShardReader(ShardRange range, ImageShape shape, Configuration hadoop) {
    this.view = new ImageView(shape);
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
   * @throws BadInputException if it cannot be made an image of the shape
   */
  @Override
  public LabelledImage next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      if (left == 0) {
        open(pieces.next());
      }
      LabelledImage image = decode(reader.read());
      left--;
      if (left == 0) {
        reader.close();
      }
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void open(ShardRange.Piece piece) throws IOException {
    reader =
        ParquetReader.builder(new GroupReadSupport(), new Path(piece.path()))
            .withConf(hadoop)
            .build();
    for (long row = 0; row < piece.from(); row++) {
      reader.read();
    }
    left = piece.to() - piece.from();
  }

  private LabelledImage decode(Group example) {
    String id = example.getString(ShardFormat.ID, 0);
    Encoding encoding = Encoding.of(example.getString(ShardFormat.ENCODING, 0));
    ImageShape stored =
        new ImageShape(
            Math.max(1, encoding.channels()),
            example.getInteger(ShardFormat.HEIGHT, 0),
            example.getInteger(ShardFormat.WIDTH, 0));
    byte[] image = example.getBinary(ShardFormat.IMAGE, 0).getBytesUnsafe();
    return new LabelledImage(
        KEYS.key(id),
        example.getInteger(ShardFormat.LABEL, 0),
        view.pixels(id, encoding, stored, image));
  }
}
