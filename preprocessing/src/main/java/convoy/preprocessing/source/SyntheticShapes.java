// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Images that Convoy draws itself: ten plane figures, 32 x 32 x 3, so that everything can be tried
 * without a download. An image depends on the seed, its set and its index alone: the first hundred
 * of two hundred are the hundred, and every run and machine draws the same bytes. The classes are
 * drawn uniformly, so they are equally frequent up to chance.
 *
 * <p>It misleads where absolute numbers are meant: what is learned in two minutes here says that
 * training works, and little about photographs.
 *
 * @param train how many training images, 1 to 1,000,000
 * @param test how many test images, 0 to 1,000,000
 * @param seed any; another one draws other images
 */
public record SyntheticShapes(int train, int test, long seed) implements Source {
  static final ImageShape IMAGE = new ImageShape(3, SyntheticImage.SIDE, SyntheticImage.SIDE);

  private static final int MOST = 1_000_000;
  private static final int SLICE = 1_000;

  /**
   * Checks the counts.
   *
   * @throws BadInputException if one is out of its range
   */
  public SyntheticShapes {
    if (train < 1 || train > MOST || test < 0 || test > MOST) {
      throw new BadInputException(
          "synthetic: train=%s,test=%s is out of range; expected 1 to %s and 0 to %s"
              .formatted(train, test, MOST, MOST));
    }
  }

  /**
   * Reads a specification, for example {@code train=12000,test=2000,seed=7}.
   *
   * @param settings what stands behind {@code synthetic:}. Every setting may be left out (12,000
   *     training images, 2,000 test images, seed 1), so may all of them; order does not matter
   * @throws BadInputException if a setting is unknown, given twice, not a whole number or out of
   *     its range
   */
  public static SyntheticShapes parse(String settings) {
    Specification given =
        Specification.settings("synthetic", settings, List.of("train", "test", "seed"));
    return new SyntheticShapes(
        (int) given.whole("train", 12_000, 1, MOST),
        (int) given.whole("test", 2_000, 0, MOST),
        given.whole("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE));
  }

  @Override
  public String specification() {
    return "synthetic:train=%s,test=%s,seed=%s".formatted(train, test, seed);
  }

  @Override
  public List<String> classNames(Configuration hadoop) {
    return Figure.ALL.stream().map(Figure::className).toList();
  }

  /** The training images, then the test images, in slices of 1,000. */
  @Override
  public List<Slice> slices(Configuration hadoop) {
    List<Slice> slices = new ArrayList<>();
    addSlices(slices, false, train);
    addSlices(slices, true, test);
    return List.copyOf(slices);
  }

  private void addSlices(List<Slice> slices, boolean officialTest, int count) {
    for (int first = 0; first < count; first += SLICE) {
      slices.add(new SyntheticSlice(seed, officialTest, first, Math.min(SLICE, count - first)));
    }
  }
}
