// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsciiDigitsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "part-00012.f32",
        "part-۰۰۰۱۲.f32", // Persian
        "part-٠٠٠١٢.f32", // Arabic
        "part-०००१२.f32", // Marathi, Nepali
        "part-০০০১২.f32", // Bengali
        "part-\ud804\udd36\ud804\udd36\ud804\udd36\ud804\udd37\ud804\udd38.f32" // Chakma
      })
  void digitsOfEveryScriptAreRead(String name) {
    assertThat(AsciiDigits.of(name)).isEqualTo("part-00012.f32");
  }

  @Test
  void allElseStays() {
    assertThat(AsciiDigits.of("Iıİi-²½-\ud83d\ude80")).isEqualTo("Iıİi-²½-\ud83d\ude80");
    assertThat(AsciiDigits.of("")).isEmpty();
  }
}
