// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  private static final List<String> NAMES = List.of("learning-rate", "momentum", "minibatch");

  @Test
  void suggestsTheNameWithTheFewestEdits() {
    assertThat(NearestName.suggest("learning_rate", NAMES)).isEqualTo("learning-rate");
    assertThat(NearestName.suggest("batch", NAMES)).isEqualTo("minibatch");
  }

  @Test
  void doesNotCountLetterCaseAsAnEdit() {
    assertThat(NearestName.suggest("ZCA", List.of("abc", "zca"))).isEqualTo("zca");
  }

  @Test
  void takesTheFirstInTheAlphabetAmongEqualsWhateverTheirOrder() {
    assertThat(NearestName.suggest("ax", List.of("az", "ay"))).isEqualTo("ay");
    assertThat(NearestName.suggest("ax", List.of("ay", "az"))).isEqualTo("ay");
  }

  @Test
  void answersAnEmptyNameToo() {
    assertThat(NearestName.suggest("", List.of("channel", "zca"))).isEqualTo("zca");
  }

  @Test
  void refusesToChooseFromNothing() {
    assertThatThrownBy(() -> NearestName.suggest("zca", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
