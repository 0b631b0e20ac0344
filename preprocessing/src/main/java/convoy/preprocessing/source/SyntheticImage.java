// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.source.Canvas.Box;

/**
 * One synthetic image: a figure somewhere on a busy ground. Place, size, turn, stretch, colours,
 * ground, clutter, occlusion and light are drawn without regard to the class, so none of them tells
 * it; the figure is lighter than its ground in two images of three, whatever the class, because a
 * network without normalization learns nothing for many epochs where neither sign prevails.
 *
 * @param label the figure's place in {@link Figure#ALL}
 * @param pixels {@code [3, 32, 32]}: planes R, G, B, each row by row, one byte a pixel
 */
record SyntheticImage(int label, byte[] pixels) {
  /** Height and width in pixels. */
  static final int SIDE = 32;

  private static final double DARKEST = 20;
  private static final double BRIGHTEST = 235;

  /** Between the figure's colour and its ground's: below it no one could see the figure. */
  /** How far a figure is turned to either side, in radians: 20 degrees. */
  private static final double TURN = Math.PI / 9;

  /** Share of the free space around a figure in which it is placed. */
  private static final double ROOM = 0.6;

  private static final double LIGHTER = 2.0 / 3;
  private static final double LEAST_CONTRAST = 110;

  /** The image of that index: the same bytes for the same arguments, on any machine. */
  static SyntheticImage draw(long seed, boolean test, long index) {
    ImageRandom random = new ImageRandom(seed, test, index);
    int label = random.below(Figure.ALL.size());
    Figure figure = Figure.ALL.get(label);
    Canvas canvas = new Canvas(SIDE);
    Pair colours = Pair.draw(random);
    canvas.fill(colours.ground());
    canvas.cloud(random, random.between(4, 16), random.between(0, 25));
    Place place = Place.draw(random);
    clutter(canvas, random, 1 + random.below(3));
    canvas.paint(place.of(figure), place.box(), colours.figure());
    occlude(canvas, random, place, random.below(2));
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
        stroke(canvas, random, x, y, random.between(2, 6), random.between(0.4, 1));
      }
    }
  }

  /** Strokes of any colour across the figure. */
  private static void occlude(Canvas canvas, ImageRandom random, Place place, int strokes) {
    for (int i = 0; i < strokes; i++) {
      double x = place.centreX() + random.between(-0.8, 0.8) * place.radius();
      double y = place.centreY() + random.between(-0.8, 0.8) * place.radius();
      stroke(canvas, random, x, y, random.between(3, 10), random.between(0.5, 1.4));
    }
  }

  private static void stroke(
      Canvas canvas, ImageRandom random, double x, double y, double half, double radius) {
    double angle = random.between(0, Math.PI);
    double alongX = half * StrictMath.cos(angle);
    double alongY = half * StrictMath.sin(angle);
    canvas.paint(
        Region.stroke(x - alongX, y - alongY, x + alongX, y + alongY, radius),
        new Box(x, y, half + radius),
        colour(random));
  }

  private static Colour colour(ImageRandom random) {
    return new Colour(
        random.between(DARKEST, BRIGHTEST),
        random.between(DARKEST, BRIGHTEST),
        random.between(DARKEST, BRIGHTEST));
  }

  /** The colours of an image's ground and figure. */
  private record Pair(Colour ground, Colour figure) {
    static Pair draw(ImageRandom random) {
      Colour one = colour(random);
      Colour other = colour(random);
      while (one.distance(other) < LEAST_CONTRAST) {
        other = colour(random);
      }
      boolean lighter = random.chance(LIGHTER);
      return lighter == (other.sum() > one.sum()) ? new Pair(one, other) : new Pair(other, one);
    }
  }

  /** Where and how a figure lies: its centre and radius in pixels, its turn and its stretch. */
  private record Place(double centreX, double centreY, double radius, double turn, double stretch) {
    static Place draw(ImageRandom random) {
      double radius = random.between(8, 12);
      // Larger figures stay nearer to the middle: none is cut off.
      double free = ROOM * (SIDE / 2.0 - radius);
      return new Place(
          SIDE / 2.0 + random.between(-free, free),
          SIDE / 2.0 + random.between(-free, free),
          radius,
          random.between(-TURN, TURN),
          random.between(0.88, 1.14));
    }

    Box box() {
      return new Box(centreX, centreY, Figure.REACH * 1.14 * radius);
    }

    Region of(Figure figure) {
      double cosine = StrictMath.cos(turn);
      double sine = StrictMath.sin(turn);
      double acrossX = 1 / (radius * stretch);
      double acrossY = stretch / radius;
      return (x, y) -> {
        double u = (cosine * (x - centreX) + sine * (y - centreY)) * acrossX;
        double v = (cosine * (y - centreY) - sine * (x - centreX)) * acrossY;
        return radius * figure.region().distance(u, v);
      };
    }
  }
}
