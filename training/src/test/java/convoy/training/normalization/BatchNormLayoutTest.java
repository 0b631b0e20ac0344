// SPDX-License-Identifier: Apache-2.0
package convoy.training.normalization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchNormLayoutTest {
  private static final BatchNormLayout TWO =
      new BatchNormLayout(
          List.of(
              new BatchNormLayout.Layer("one", 1, 3, 2),
              new BatchNormLayout.Layer("two", 6, 7, 1)));

  @Test
  void copiesStatisticsAndNothingElse() {
    float[] into = new float[9];

    TWO.copy(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, into);

    assertThat(into).containsExactly(0, 2, 3, 4, 5, 0, 7, 8, 0);
  }

  @Test
  void aVectorWithoutThemIsACopyWhereThereAreAny() {
    float[] vector = {1, 2, 3, 4, 5, 6, 7, 8, 9};

    assertThat(TWO.without(vector)).containsExactly(1, 0, 0, 0, 0, 6, 0, 0, 9);
    assertThat(vector[1]).isEqualTo(2);
    assertThat(BatchNormLayout.NONE.without(vector)).isSameAs(vector);
  }

  @Test
  void noneIsEmpty() {
    assertThat(BatchNormLayout.NONE.isEmpty()).isTrue();
    assertThat(TWO.isEmpty()).isFalse();
  }
}
