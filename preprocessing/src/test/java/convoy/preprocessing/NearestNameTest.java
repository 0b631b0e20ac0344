// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  @Test
  void suggestsTheNameWithTheFewestEdits() {
    assertThat(NearestName.suggest("convnt", List.of("softmax", "two-layer", "convnet")))
        .isEqualTo("convnet");
  }

  @Test
  void breaksTiesAlphabeticallyWhateverTheOrder() {
    assertThat(NearestName.suggest("cat", List.of("rat", "bat", "hat"))).isEqualTo("bat");
    assertThat(NearestName.suggest("cat", List.of("bat", "hat", "rat"))).isEqualTo("bat");
  }

  @Test
  void suggestsSomethingForAnEmptyName() {
    assertThat(NearestName.suggest("", List.of("pca-whiten", "zca"))).isEqualTo("zca");
  }

  @Test
  void needsAName() {
    assertThatThrownBy(() -> NearestName.suggest("cat", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
