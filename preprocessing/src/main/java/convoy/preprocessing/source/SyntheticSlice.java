// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.Split;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Consecutive synthetic images, drawn while they are read.
 *
 * @param seed of the whole data set
 * @param officialTest whether they belong to the test set
 * @param first index of the first one in its set, from 0
 * @param count how many; 0 gives none
 */
record SyntheticSlice(long seed, boolean officialTest, int first, int count) implements Slice {
  private static final long serialVersionUID = 1L;

  @Override
  public Optional<Split> officialSplit() {
    return officialTest ? Optional.of(Split.TEST) : Optional.empty();
  }

  /** Opens no file: {@code hadoop} is not used, and nothing is thrown. */
  @Override
  public Examples open(Configuration hadoop) {
    return new Drawn();
  }

  private Example example(int index) {
    SyntheticImage image = SyntheticImage.draw(seed, officialTest, index);
    String id =
        String.format(Locale.ROOT, "synthetic/%s/%06d", officialTest ? "test" : "train", index);
    return new Example(id, image.label(), SyntheticShapes.IMAGE, Encoding.RGB8, image.pixels());
  }

  private final class Drawn implements Examples {
    private int done;

    @Override
    public boolean hasNext() {
      return done < count;
    }

    @Override
    public Example next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the slice has " + count + " images");
      }
      return example(first + done++);
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
