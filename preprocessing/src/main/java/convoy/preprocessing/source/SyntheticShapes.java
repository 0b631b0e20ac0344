// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private static final String TRAIN = "12000";
  private static final String TEST = "2000";
  private static final String SEED = "1";
  private static final String KNOWN =
      "known: train (1 to %d, default %s), test (0 to %d, default %s), seed (%d to %d, default %s)"
          .formatted(MOST, TRAIN, MOST, TEST, Long.MIN_VALUE, Long.MAX_VALUE, SEED);

  /**
   * Checks the counts.
   *
   * @throws BadInputException if one is out of its range
   */
  public SyntheticShapes {
    inRange("train", train, 1);
    inRange("test", test, 0);
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
    Map<String, String> given = new HashMap<>();
    if (!settings.isBlank()) {
      for (String setting : settings.split(",", -1)) {
        int equals = setting.indexOf('=');
        String key = (equals < 0 ? setting : setting.substring(0, equals)).strip();
        if (!List.of("train", "test", "seed").contains(key)) {
          throw new BadInputException(
              "synthetic:%s: unknown setting '%s'; %s".formatted(settings, key, KNOWN));
        }
        if (given.put(key, equals < 0 ? "" : setting.substring(equals + 1).strip()) != null) {
          throw new BadInputException(
              "synthetic:%s: %s is given twice; %s".formatted(settings, key, KNOWN));
        }
      }
    }
    return new SyntheticShapes(
        (int) number("train", given.getOrDefault("train", TRAIN), Integer.MAX_VALUE),
        (int) number("test", given.getOrDefault("test", TEST), Integer.MAX_VALUE),
        number("seed", given.getOrDefault("seed", SEED), Long.MAX_VALUE));
  }

  @Override
  public String specification() {
    return "synthetic:train=%d,test=%d,seed=%d".formatted(train, test, seed);
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

  /** A whole number of at most {@code most} either way. */
  private static long number(String key, String value, long most) {
    try {
      long number = Long.parseLong(value);
      if (number > most || number < -most - 1) {
        throw outOfRange(key, value);
      }
      return number;
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "synthetic: %s=%s is not a whole number in its range; %s".formatted(key, value, KNOWN),
          e);
    }
  }

  private static void inRange(String key, int value, int least) {
    if (value < least || value > MOST) {
      throw outOfRange(key, Integer.toString(value));
    }
  }

  private static BadInputException outOfRange(String key, String value) {
    return new BadInputException(
        "synthetic: %s=%s is out of its range; %s".formatted(key, value, KNOWN));
  }
}
