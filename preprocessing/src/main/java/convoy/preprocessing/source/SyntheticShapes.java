// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;

/**
 * Images that Convoy draws itself: 32 x 32 in colour, ten classes of shapes. The first images of a
 * larger set are those of a smaller one.
 *
 * @param train images in the training pool, at least 1
 * @param test images in the official test set, 0 or more
 * @param seed another seed draws other images
 */
public record SyntheticShapes(int train, int test, long seed) implements Source {
  private static final ImageShape SHAPE =
      new ImageShape(3, SyntheticImage.SIDE, SyntheticImage.SIDE);
  private static final int SLICE = 1000;
  private static final int MOST = 100_000_000;
  private static final Map<String, Long> DEFAULTS = new LinkedHashMap<>();

  static {
    DEFAULTS.put("train", 12_000L);
    DEFAULTS.put("test", 2_000L);
    DEFAULTS.put("seed", 1L);
  }

  /**
   * @throws BadInputException if a count is out of range
   */
  public SyntheticShapes {
    inRange("train", train, 1);
    inRange("test", test, 0);
  }

  private static void inRange(String key, long count, int least) {
    if (count < least || count > MOST) {
      throw new BadInputException(
          "synthetic: %s=%s is out of range: images, from %s to %s"
              .formatted(key, count, least, MOST));
    }
  }

  /**
   * The source of a specification without its kind: {@code train=N,test=N,seed=N}, any of them left
   * out for its default.
   *
   * @throws BadInputException if a key is unknown or a number is none
   */
  public static SyntheticShapes parse(String details) {
    Map<String, Long> values = new LinkedHashMap<>(DEFAULTS);
    for (String pair : details.isBlank() ? new String[0] : details.split(",", -1)) {
      String[] keyAndValue = pair.strip().split("=", 2);
      String key = keyAndValue[0].strip();
      if (keyAndValue.length < 2 || !DEFAULTS.containsKey(key)) {
        throw new BadInputException(
            "synthetic: '%s' is not known; did you mean '%s=N'? Known: train=N,test=N,seed=N"
                .formatted(pair, NearestName.suggest(key, DEFAULTS.keySet())));
      }
      values.put(key, number(key, keyAndValue[1].strip()));
    }
    inRange("train", values.get("train"), 1);
    inRange("test", values.get("test"), 0);
    return new SyntheticShapes(
        values.get("train").intValue(), values.get("test").intValue(), values.get("seed"));
  }

  private static long number(String key, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "synthetic: %s=%s is not a whole number".formatted(key, value), e);
    }
  }

  @Override
  public String specification() {
    return "synthetic:train=%s,test=%s,seed=%s".formatted(train, test, seed);
  }

  @Override
  public List<String> classNames() {
    return Figure.ALL.stream().map(Figure::className).toList();
  }

  @Override
  public ImageShape shape() {
    return SHAPE;
  }

  @Override
  public List<Slice> slices(Configuration hadoop) {
    List<Slice> slices = new ArrayList<>();
    for (int from = 0; from < train; from += SLICE) {
      slices.add(new DrawnSlice(seed, false, from, Math.min(train, from + SLICE)));
    }
    for (int from = 0; from < test; from += SLICE) {
      slices.add(new DrawnSlice(seed, true, from, Math.min(test, from + SLICE)));
    }
    return slices;
  }

  /** The images {@code from} to {@code to} (exclusive), drawn as they are asked for. */
  private record DrawnSlice(long seed, boolean officialTest, int from, int to) implements Slice {
    @Override
    public Examples open(Configuration hadoop) {
      return new Examples() {
        private int next = from;

        @Override
        public boolean hasNext() {
          return next < to;
        }

        @Override
        public Example next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          SyntheticImage image = SyntheticImage.draw(seed, officialTest, next);
          String id = "synthetic/%s/%06d".formatted(officialTest ? "test" : "train", next);
          next++;
          return new Example(id, image.label(), SHAPE, Encoding.RGB8, image.pixels());
        }

        @Override
        public void close() {}
      };
    }
  }
}
