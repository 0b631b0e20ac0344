// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ExampleKey;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.SampleImages;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
  private static final ImageShape SHAPE = new ImageShape(3, 6, 6);
  private static final Example EXAMPLE =
      new Example("a#1", 0, SHAPE, Encoding.RGB8, SampleImages.random(SHAPE, 1, 2).get(0));

  @Test
  void aRowIsTheImageAsItIsAndAsTrainingSeesItEpochByEpoch() {
    Augmenter augmenter =
        Images.augmenter("flip alternating, crop 1, jitter brightness 0.2", SHAPE);
    ContactSheet sheet = ContactSheet.of(augmenter, List.of(EXAMPLE), List.of("frog"), 4);

    assertThat(sheet.chain()).startsWith("flip alternating, crop 1 zero, jitter");
    assertThat(sheet.rows()).hasSize(1);
    ContactSheet.Row row = sheet.rows().get(0);
    assertThat(row.name()).isEqualTo("frog");
    assertThat(row.images()).hasSize(5);
    assertThat(row.images().get(0)).isEqualTo(EXAMPLE.image());
    for (int epoch = 0; epoch < 4; epoch++) {
      float[] seen = SampleImages.minibatch(List.of(EXAMPLE.image()));
      augmenter.apply(seen, 0, epoch, ExampleKey.of("a#1"));
      for (int i = 0; i < seen.length; i++) {
        assertThat(Byte.toUnsignedInt(row.images().get(epoch + 1)[i]))
            .isEqualTo(Math.round(seen[i]));
      }
    }
  }

  @Test
  void whatCannotBeShownIsRefused() {
    Augmenter augmenter = Images.augmenter("flip", SHAPE);
    assertThatThrownBy(() -> ContactSheet.of(augmenter, List.of(), List.of(), 4))
        .hasMessage("a contact sheet of 0 examples, 0 names and 4 epochs");
    assertThatThrownBy(() -> ContactSheet.of(augmenter, List.of(EXAMPLE), List.of(), 4))
        .hasMessageContaining("0 names");
    Augmenter smaller = Images.augmenter("flip", new ImageShape(3, 5, 6));
    assertThatThrownBy(() -> ContactSheet.of(smaller, List.of(EXAMPLE), List.of("frog"), 4))
        .hasMessage("example a#1 is 6 x 6 x 3, not 5 x 6 x 3");
  }

  @Test
  void rowsThatDoNotFitTogetherAreRefused() {
    byte[] image = EXAMPLE.image();
    ContactSheet.Row two = new ContactSheet.Row("a", List.of(image, image));
    ContactSheet.Row one = new ContactSheet.Row("b", List.of(image));
    assertThatThrownBy(() -> new ContactSheet("flip", SHAPE, List.of(two, one)))
        .hasMessage("rows of 2 and of 1 images");
    assertThatThrownBy(() -> new ContactSheet("flip", SHAPE, List.of()))
        .hasMessage("a contact sheet without images");
    assertThatThrownBy(() -> new ContactSheet("flip", new ImageShape(3, 5, 6), List.of(one)))
        .hasMessage("an image of 108 bytes, not of 5 x 6 x 3");
  }
}
