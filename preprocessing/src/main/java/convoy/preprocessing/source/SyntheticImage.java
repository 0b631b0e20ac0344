// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.source.Canvas.Box;

/**
 * One synthetic image: a figure on a busy ground. Place, size, turn, stretch, colours, ground,
 * clutter, occlusion and light are drawn without regard to the class, so none of them tells it.
 *
 * <p>How hard it is: the figure is the lighter one of the two colours somewhat more often than not,
 * and seldom far from the middle or from upright, so a linear model finds blurred templates and
 * stays at about a third right; what a convolution needs (edges of either sign) is in every image.
 *
 * @param label the figure's place in {@link Figure#ALL}
 * @param pixels {@code [3, 32, 32]}: planes R, G, B, each row by row, one byte a pixel
 */
record SyntheticImage(int label, byte[] pixels) {
  /** Height and width in pixels. */
  static final int SIDE = 32;

  private static final double DARKEST = 20;
  private static final double BRIGHTEST = 235;

  /**
   * Between the brightness of figure and ground. With colours that differ in hue alone the network
   * first has to learn hues, and stands still for epochs.
   */
  private static final double LEAST_CONTRAST = 60;

  private static final double FIGURE_LIGHTER = 0.65;

  /** The image of that index: the same bytes for the same arguments, on any machine. */
  static SyntheticImage draw(long seed, boolean test, long index) {
    ImageRandom random = new ImageRandom(seed, test, index);
    int label = random.below(Figure.ALL.size());
    Colours colours = Colours.draw(random);
    Place place = Place.draw(random);
    Canvas canvas = new Canvas(SIDE);
    canvas.fill(colours.ground());
    canvas.cloud(random, random.between(4, 16), random.between(0, 25));
    clutter(canvas, random, 1 + random.below(3));
    canvas.paint(place.of(Figure.ALL.get(label)), place.box(), colours.figure());
    occlude(canvas, random, place);
    canvas.light(
        random.between(0.6, 1.1), random.between(-0.35, 0.35), random.between(-0.35, 0.35));
    canvas.noise(random, random.between(2, 6));
    return new SyntheticImage(label, canvas.bytes());
  }

  /** Dots and short strokes of any colour anywhere, much smaller than a figure. */
  private static void clutter(Canvas canvas, ImageRandom random, int pieces) {
    for (int i = 0; i < pieces; i++) {
      double x = random.between(0, SIDE);
      double y = random.between(0, SIDE);
      if (random.chance(0.5)) {
        double radius = random.between(0.6, 2);
        canvas.paint(Region.disc(x, y, radius), new Box(x, y, radius), colour(random));
      } else {
        new Stroke(x, y, random.between(2, 6), random.between(0.4, 1)).paint(canvas, random);
      }
    }
  }

  /** A stroke of any colour across the figure, in every second image. */
  private static void occlude(Canvas canvas, ImageRandom random, Place place) {
    if (random.chance(0.5)) {
      double x = place.centreX() + random.between(-0.8, 0.8) * place.radius();
      double y = place.centreY() + random.between(-0.8, 0.8) * place.radius();
      new Stroke(x, y, random.between(3, 10), random.between(0.5, 1.4)).paint(canvas, random);
    }
  }

  private static Colour colour(ImageRandom random) {
    return new Colour(
        random.between(DARKEST, BRIGHTEST),
        random.between(DARKEST, BRIGHTEST),
        random.between(DARKEST, BRIGHTEST));
  }

  /** The two colours of an image. */
  private record Colours(Colour figure, Colour ground) {
    static Colours draw(ImageRandom random) {
      Colour one;
      Colour other;
      do {
        one = colour(random);
        other = colour(random);
      } while (Math.abs(one.brightness() - other.brightness()) < LEAST_CONTRAST);
      boolean lighter = one.brightness() > other.brightness();
      return lighter == random.chance(FIGURE_LIGHTER)
          ? new Colours(one, other)
          : new Colours(other, one);
    }
  }

  /** A straight stroke: its middle, half its length and half its width, in pixels. */
  private record Stroke(double x, double y, double half, double radius) {
    /** Paints it at any angle in any colour. */
    void paint(Canvas canvas, ImageRandom random) {
      double angle = random.between(0, Math.PI);
      double alongX = half * StrictMath.cos(angle);
      double alongY = half * StrictMath.sin(angle);
      Segment segment = new Segment(x - alongX, y - alongY, x + alongX, y + alongY);
      canvas.paint(Region.stroke(segment, radius), new Box(x, y, half + radius), colour(random));
    }
  }

  /**
   * Where and how a figure lies: centre and radius in pixels, turn in radians, stretch (1: none).
   */
  private record Place(double centreX, double centreY, double radius, double turn, double stretch) {
    private static final double MOST_TURN = Math.PI * 25 / 180;
    private static final double MOST_STRETCH = 1.14;

    static Place draw(ImageRandom random) {
      double radius = random.between(9, 12);
      // Larger figures stay nearer to the middle: at most a tip of one is cut off.
      double free = 0.6 * (SIDE / 2.0 - radius);
      return new Place(
          SIDE / 2.0 + random.between(-free, free),
          SIDE / 2.0 + random.between(-free, free),
          radius,
          random.between(-MOST_TURN, MOST_TURN),
          random.between(1 / MOST_STRETCH, MOST_STRETCH));
    }

    Box box() {
      return new Box(centreX, centreY, Figure.REACH * MOST_STRETCH * radius);
    }

    Region of(Figure figure) {
      Region upright = figure.region();
      double cosine = StrictMath.cos(turn);
      double sine = StrictMath.sin(turn);
      double acrossX = 1 / (radius * stretch);
      double acrossY = stretch / radius;
      return (x, y) -> {
        double u = (cosine * (x - centreX) + sine * (y - centreY)) * acrossX;
        double v = (cosine * (y - centreY) - sine * (x - centreX)) * acrossY;
        return radius * upright.distance(u, v);
      };
    }
  }
}
