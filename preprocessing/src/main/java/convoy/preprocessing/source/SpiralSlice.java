// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.Split;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** The points {@code from} to {@code to} (exclusive) of a spiral, one arm after the other. */
record SpiralSlice(Spiral spiral, int from, int to) implements Slice {
  private static final long serialVersionUID = 1L;

  @Override
  public Optional<Split> officialSplit() {
    return Optional.empty();
  }

  /** Opens no file: {@code hadoop} is not used, and nothing is thrown. */
  @Override
  public Examples open(Configuration hadoop) {
    return new CountedExamples("spiral", () -> {}, from, to) {
      @Override
      Example read(int index) {
        int arm = index / spiral.points();
        int point = index % spiral.points();
        float[] at = spiral.point(arm, point);
        byte[] bytes =
            ByteBuffer.allocate(2 * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(at[0])
                .putFloat(at[1])
                .array();
        String id = String.format(Locale.ROOT, "spiral/%d/%06d", arm, point);
        return new Example(id, arm, Spiral.SHAPE, Encoding.FLOAT32, bytes);
      }
    };
  }
}
