// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The views of an image whose probabilities are averaged at test time: with {@code flip}, mirrored
 * beside as it is; with {@code shift N}, also moved up, down, left and right by N pixels (A.
 * Krizhevsky, I. Sutskever, G. Hinton, "ImageNet Classification with Deep Convolutional Neural
 * Networks", 2012, section 4.1, with four shifts in place of the corners).
 *
 * @param flip whether mirrored views are among them
 * @param shift pixels, 0 for no shifts
 */
public record TestTimeAugmentation(boolean flip, int shift) {
  /** Images as they are. */
  public static final TestTimeAugmentation NONE = new TestTimeAugmentation(false, 0);

  private static final String NO_VIEWS = "none";
  private static final String SHIFT = "shift";

  /**
   * Checks the shift.
   *
   * @throws BadInputException if it is out of range
   */
  public TestTimeAugmentation {
    Range.require("the shift of evaluate.augment", shift, new Range(0, Crop.MOST), "pixels");
  }

  /**
   * Reads {@code none}, {@code flip}, {@code shift N} or {@code flip, shift N}.
   *
   * @throws BadInputException if it is anything else
   */
  public static TestTimeAugmentation parse(String text) {
    boolean flip = false;
    int shift = 0;
    if (text.isBlank() || text.strip().equals(NO_VIEWS)) {
      return NONE;
    }
    for (String part : text.split(",", -1)) {
      Words words = new Words(part);
      String view = words.option(Flip.NAME, SHIFT);
      switch (view) {
        case Flip.NAME -> flip = true;
        case SHIFT -> shift = words.whole("the shift, pixels");
        default -> throw new IllegalStateException(view);
      }
      words.end();
    }
    return new TestTimeAugmentation(flip, shift);
  }

  /** As {@link #parse} reads it. */
  public String text() {
    List<String> parts = new ArrayList<>();
    if (flip) {
      parts.add(Flip.NAME);
    }
    if (shift > 0) {
      parts.add(SHIFT + " " + shift);
    }
    return parts.isEmpty() ? NO_VIEWS : String.join(", ", parts);
  }

  /** The views, the image as it is first: 1, 2, 5 or 10. */
  public List<View> views() {
    List<View> views = new ArrayList<>();
    for (boolean mirrored : flip ? new boolean[] {false, true} : new boolean[] {false}) {
      views.add(new View(mirrored, 0, 0));
      if (shift > 0) {
        views.add(new View(mirrored, -shift, 0));
        views.add(new View(mirrored, shift, 0));
        views.add(new View(mirrored, 0, -shift));
        views.add(new View(mirrored, 0, shift));
      }
    }
    return views;
  }

  /**
   * Lets images pass of which every view shows something, and anything where there are no views.
   *
   * @throws BadInputException if the examples are no images, or too small
   */
  public void requireFits(ElementType elements, ImageShape shape) {
    if (!equals(NONE) && elements != ElementType.UINT8) {
      throw new BadInputException(
          "evaluate.augment = %s looks at images, but the examples are %s; leave it out (none)"
              .formatted(text(), elements.examples()));
    }
    if (shift >= Math.min(shape.height(), shape.width()) && shift > 0) {
      throw new BadInputException(
          "evaluate.augment = %s shifts images of %s out of sight; a shift below %s is legal"
              .formatted(text(), shape, Math.min(shape.height(), shape.width())));
    }
  }
}
