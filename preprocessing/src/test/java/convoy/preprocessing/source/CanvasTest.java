// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.source.Canvas.Box;
import org.junit.jupiter.api.Test;

class CanvasTest {
  private static final Colour COLOUR = new Colour(200, 100, 50);

  @Test
  void planesFollowEachOtherRowByRow() {
    Canvas canvas = new Canvas(2);
    canvas.fill(new Colour(1, 2, 3));
    // Covers the upper right pixel and no other.
    canvas.paint(
        Region.polygon(1, 0, 2, 0, 2, 1, 1, 1).or(Region.disc(1.5, 0.5, 0.5)),
        new Box(1.5, 0.5, 1),
        COLOUR);

    assertThat(unsigned(canvas)).containsExactly(1, 200, 1, 1, 2, 100, 2, 2, 3, 50, 3, 3);
  }

  @Test
  void aPixelThatTheEdgeHalvesIsMixedHalfAndHalf() {
    Canvas canvas = new Canvas(1);
    canvas.fill(new Colour(0, 0, 150));
    canvas.paint((x, y) -> x - 0.5, new Box(0.5, 0.5, 1), COLOUR);

    assertThat(unsigned(canvas)).containsExactly(100, 50, 100);
  }

  @Test
  void lightMultipliesAndBytesAreLimited() {
    Canvas canvas = new Canvas(2);
    canvas.fill(COLOUR);
    // u is -0.5 in the left column and 0.5 in the right one.
    canvas.light(2, 0.5, 0);

    assertThat(unsigned(canvas))
        .containsExactly(255, 255, 255, 255, 150, 250, 150, 250, 75, 125, 75, 125);
  }

  @Test
  void valuesBelowZeroAreBlack() {
    Canvas canvas = new Canvas(1);
    canvas.fill(new Colour(-7, 0.4, 0.6));

    assertThat(unsigned(canvas)).containsExactly(0, 0, 1);
  }

  private static int[] unsigned(Canvas canvas) {
    byte[] bytes = canvas.bytes();
    int[] values = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = Byte.toUnsignedInt(bytes[i]);
    }
    return values;
  }
}
