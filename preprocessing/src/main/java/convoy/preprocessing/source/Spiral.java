// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * The spiral of Stanford's CS231n (course notes, "Putting it together: Minimal Neural Network Case
 * Study", section "Generating some data"): points of the plane on as many arms as there are
 * classes, which no straight line parts. Point {@code i} of {@code n} of arm {@code k} has radius
 * {@code r = i / (n - 1)} and angle {@code t = 4 k + 4 r + noise * g}, g normal of mean 0 and
 * variance 1, and lies at {@code (r sin t, r cos t)}. A point depends on the seed, its arm and its
 * index alone. They are a pool: there is no official test set.
 *
 * @param classes arms, 2 to 1,000
 * @param points on each arm, 1 to 100,000
 * @param noise standard deviation of the angle in radians, 0 to 100
 * @param seed any; another one gives other noise
 */
public record Spiral(int classes, int points, double noise, long seed)
    implements Source, Serializable {
  private static final long serialVersionUID = 1L;
  static final ImageShape SHAPE = new ImageShape(2, 1, 1);

  private static final int MOST_CLASSES = 1_000;
  private static final int MOST_POINTS = 100_000;
  private static final double MOST_NOISE = 100;
  private static final int POINTS_A_SLICE = 10_000;

  /**
   * @throws BadInputException if one of the numbers is out of its range
   */
  public Spiral {
    if (classes < 2
        || classes > MOST_CLASSES
        || points < 1
        || points > MOST_POINTS
        || !(noise >= 0 && noise <= MOST_NOISE)) {
      throw new BadInputException(
          "spiral: classes=%s,points=%s,noise=%s is out of range; expected 2 to %s, 1 to %s, 0 to %s"
              .formatted(classes, points, noise, MOST_CLASSES, MOST_POINTS, MOST_NOISE));
    }
  }

  /**
   * Reads a specification, for example {@code classes=3,points=100,noise=0.2,seed=1}. Every setting
   * may be left out (these are the defaults), so may all of them; order does not matter.
   *
   * @throws BadInputException if a setting is unknown, given twice or out of its range
   */
  public static Spiral parse(String text) {
    Specification given =
        Specification.settings("spiral", text, List.of("classes", "points", "noise", "seed"));
    return new Spiral(
        (int) given.whole("classes", 3, 2, MOST_CLASSES),
        (int) given.whole("points", 100, 1, MOST_POINTS),
        given.number("noise", 0.2, 0, MOST_NOISE),
        given.whole("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE));
  }

  @Override
  public String specification() {
    return "spiral:classes=%s,points=%s,noise=%s,seed=%s".formatted(classes, points, noise, seed);
  }

  /** The arms, by number from 0. */
  @Override
  public List<String> classNames(Configuration hadoop) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  @Override
  public ElementType elements() {
    return ElementType.FLOAT32;
  }

  @Override
  public List<Slice> slices(Configuration hadoop) {
    List<Slice> slices = new ArrayList<>();
    int all = classes * points;
    for (int from = 0; from < all; from += POINTS_A_SLICE) {
      slices.add(new SpiralSlice(this, from, Math.min(all, from + POINTS_A_SLICE)));
    }
    return slices;
  }

  /** The coordinates of a point, {@code [2]}. */
  float[] point(int arm, int index) {
    double radius = points == 1 ? 0 : index / (points - 1.0);
    // One stream of random numbers for each point, so that more points on an arm keep their noise.
    double normal = new ImageRandom(seed, false, (long) arm << 32 | index).normal();
    double angle = 4.0 * arm + 4.0 * radius + noise * normal;
    return new float[] {
      (float) (radius * StrictMath.sin(angle)), (float) (radius * StrictMath.cos(angle))
    };
  }
}
