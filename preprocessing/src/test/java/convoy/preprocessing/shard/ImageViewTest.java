// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.decode.DecodedImage;
import convoy.preprocessing.decode.JpegEncoder;
import org.junit.jupiter.api.Test;

class ImageViewTest {
  private static final ImageShape TWO = new ImageShape(3, 2, 2);
  private static final ImageShape FOUR = new ImageShape(3, 4, 4);
  private static final byte[] PLANES = {1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24};

  /** Three planes of one value each. */
  private static byte[] flat(ImageShape shape, int... values) {
    byte[] planes = new byte[shape.size()];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = (byte) values[i / shape.plane()];
    }
    return planes;
  }

  @Test
  void anImageOfTheShapeIsTakenAsItIs() {
    assertThat(new ImageView(TWO).values("id", Encoding.RGB8, TWO, PLANES)).isSameAs(PLANES);
  }

  @Test
  void aWideImageIsResizedAndCutInTheMiddle() {
    ImageShape wide = new ImageShape(1, 2, 6);
    byte[] grey = {0, 0, 40, 60, 0, 0, 0, 0, 80, 100, 0, 0};

    byte[] seen = new ImageView(new ImageShape(3, 2, 2)).values("id", Encoding.GRAY8, wide, grey);

    assertThat(seen).containsExactly(40, 60, 80, 100, 40, 60, 80, 100, 40, 60, 80, 100);
  }

  @Test
  void aGreyImageStaysGreyInAGreyView() {
    ImageShape stored = new ImageShape(1, 4, 4);

    byte[] seen =
        new ImageView(new ImageShape(1, 2, 2))
            .values("id", Encoding.GRAY8, stored, flat(stored, 77));

    assertThat(seen).containsExactly(77, 77, 77, 77);
  }

  @Test
  void aFileIsDecoded() {
    byte[] file = JpegEncoder.encode(new DecodedImage(FOUR, flat(FOUR, 100, 100, 100)), 100);

    assertThat(new ImageView(FOUR).values("id", Encoding.JPEG, FOUR, file))
        .isEqualTo(flat(FOUR, 100, 100, 100));
    assertThat(new ImageView(TWO).values("id", Encoding.JPEG, FOUR, file))
        .isEqualTo(flat(TWO, 100, 100, 100));
  }

  @Test
  void shardsOfWhichNothingFitsAreRefused() {
    ImageView wide = new ImageView(new ImageShape(3, 1, 2));
    assertThatThrownBy(() -> wide.requireSome(TWO, "shards"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("shards are 2 x 2 x 3", "trained on 1 x 2 x 3");
    wide.requireSome(wide.shape(), "shards");
    wide.requireSome(null, "shards");
    new ImageView(TWO).requireSome(new ImageShape(1, 7, 4), "shards");
    new ImageView(new ImageShape(1, 2, 2)).requireSome(new ImageShape(1, 7, 4), "shards");

    FeatureView features = new FeatureView(new ImageShape(2, 1, 1));
    features.requireSome(new ImageShape(2, 1, 1), "shards");
    assertThatThrownBy(() -> features.requireSome(new ImageShape(3, 1, 1), "shards"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("trained on 1 x 1 x 2");
  }

  @Test
  void whatCannotBeSeenIsNamed() {
    ImageView square = new ImageView(TWO);
    assertThatThrownBy(() -> square.values("frog.jpg", Encoding.JPEG, FOUR, new byte[] {1, 2}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("frog.jpg", "unknown-format");
    assertThatThrownBy(() -> square.values("short", Encoding.RGB8, FOUR, PLANES))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("short", "12 bytes, not 48");
    assertThatThrownBy(
            () -> square.values("a#1", Encoding.FLOAT32, new ImageShape(1, 1, 1), new byte[4]))
        .hasMessageContaining("not an image");
    assertThatThrownBy(
            () -> new ImageView(new ImageShape(3, 1, 2)).values("b", Encoding.RGB8, TWO, PLANES))
        .hasMessageContaining("not 1 x 2 x 3 as the others");
  }
}
