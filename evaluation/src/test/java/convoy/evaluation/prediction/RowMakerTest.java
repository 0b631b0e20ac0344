// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.LabelledImage;
import convoy.preprocessing.shard.NamedImage;
import convoy.preprocessing.shard.Unseen;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of a network of two classes that answers with an image's only pixel, and with 1 less it. */
class RowMakerTest {
  private static final Unseen UNSEEN = new Unseen(Unseen.Kind.UNDECODABLE, "truncated: half of it");
  private final List<Integer> blocks = new ArrayList<>();

  private List<PredictionRow> rows(int most, List<String> labels, NamedImage... images) {
    RowMaker maker =
        new RowMaker(this::answers, new ImageShape(1, 1, 1), ElementType.UINT8, most, labels);
    List<PredictionRow> rows = new ArrayList<>();
    Iterator<PredictionRow> made = maker.rows(List.of(images).iterator());
    made.forEachRemaining(rows::add);
    return rows;
  }

  private float[] answers(ImageBlock block) {
    blocks.add(block.count());
    float[] answers = new float[2 * block.count()];
    for (int i = 0; i < block.count(); i++) {
      LabelledImage image = block.images().get(i);
      float pixel = image.pixels()[0] == 99 ? Float.NaN : image.pixels()[0] / 100f;
      answers[2 * i] = pixel;
      answers[2 * i + 1] = 1 - pixel;
    }
    return answers;
  }

  private static NamedImage image(String id, int label, int pixel) {
    return new NamedImage(id, label, new byte[] {(byte) pixel}, null);
  }

  private static NamedImage broken(String id) {
    return new NamedImage(id, NamedImage.UNLABELLED, null, UNSEEN);
  }

  @Test
  void anImageThatCannotBeSeenKeepsItsPlaceAmongTheOthers() {
    List<PredictionRow> rows =
        rows(
            3,
            List.of("no", "yes"),
            image("a", 1, 30),
            broken("b"),
            image("c", 0, 80),
            image("d", NamedImage.UNLABELLED, 50));

    assertThat(blocks).containsExactly(3, 1);
    assertThat(rows).extracting(PredictionRow::id).containsExactly("a", "b", "c", "d");
    assertThat(rows).extracting(PredictionRow::label).containsExactly("yes", null, "no", null);
    assertThat(rows.get(0).answers()).containsExactly(0.3f, 1 - 0.3f);
    assertThat(rows.get(1).answered()).isFalse();
    assertThat(rows.get(1).reason()).isEqualTo("truncated: half of it");
    assertThat(rows.get(1).prediction().defined()).isFalse();
    assertThat(rows.get(2).prediction().predicted()).isZero();
    assertThat(rows.get(2).reason()).isNull();
  }

  @Test
  void aBlockOfWhichNothingIsSeenAsksNobody() {
    assertThat(rows(2, List.of(), broken("a"), broken("b"))).hasSize(2);
    assertThat(blocks).isEmpty();
    assertThat(rows(2, List.of())).isEmpty();
  }

  @Test
  void answersThatAreNotFinitePredictNothingAndSaySo() {
    PredictionRow row = rows(2, List.of(), image("a", NamedImage.UNLABELLED, 99)).get(0);

    assertThat(row.answered()).isTrue();
    assertThat(row.prediction().defined()).isFalse();
    assertThat(row.reason()).contains("NaN");
  }
}
