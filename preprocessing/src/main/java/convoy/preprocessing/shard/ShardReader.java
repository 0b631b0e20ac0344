// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.ImageShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Reads and decodes a range of examples on an executor. */
final class ShardReader {
  private ShardReader() {}

  /**
   * The images of a range.
   *
   * @throws BadInputException if an image does not have the shape that the manifest gives
   */
  static ImageBlock read(ShardRange range, ImageShape shape, Configuration hadoop)
      throws IOException {
    int count = Math.toIntExact(range.count());
    int[] labels = new int[count];
    byte[] pixels = new byte[Math.multiplyExact(count, shape.size())];
    int next = 0;
    for (ShardRange.Piece piece : range.pieces()) {
      try (ParquetReader<Group> reader =
          ParquetReader.builder(new GroupReadSupport(), new Path(piece.path()))
              .withConf(hadoop)
              .build()) {
        for (long row = 0; row < piece.to(); row++) {
          Group example = reader.read();
          if (row >= piece.from()) {
            labels[next] = example.getInteger(ShardFormat.LABEL, 0);
            decode(example, shape).get(pixels, next * shape.size(), shape.size());
            next++;
          }
        }
      }
    }
    return new ImageBlock(shape, labels, pixels);
  }

  private static ByteBuffer decode(Group example, ImageShape shape) {
    Encoding encoding = Encoding.of(example.getString(ShardFormat.ENCODING, 0));
    ByteBuffer image = example.getBinary(ShardFormat.IMAGE, 0).toByteBuffer();
    int height = example.getInteger(ShardFormat.HEIGHT, 0);
    int width = example.getInteger(ShardFormat.WIDTH, 0);
    return switch (encoding) {
      case RGB8 -> {
        if (height != shape.height()
            || width != shape.width()
            || image.remaining() != shape.size()) {
          throw new BadInputException(
              "example %s is %d x %d in %d bytes, not %s"
                  .formatted(
                      example.getString(ShardFormat.ID, 0),
                      height,
                      width,
                      image.remaining(),
                      shape));
        }
        yield image;
      }
    };
  }
}
