// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {
  @Test
  void whatWouldEndTheLineOrMoveTheCursorIsSeen() {
    assertThat(PrintableText.of("two\nlines\r\n\tof \u001b[31mred\u0000"))
        .isEqualTo("two\\nlines\\r\\n\\tof \\u001B[31mred\\u0000");
    assertThat(PrintableText.of("\u0085 \u009b \u2028 \u202egpj.exe"))
        .isEqualTo("\\u0085 \\u009B \\u2028 \\u202Egpj.exe");
    assertThat(PrintableText.of("half \ud83d of a pair")).isEqualTo("half \\uD83D of a pair");
  }

  @Test
  void textStaysAsItIs() {
    for (String text :
        new String[] {"", "naïve/日本.jpg", "a\\nb", "family \ud83d\udc68\u200d\ud83d\udc69"}) {
      assertThat(PrintableText.of(text)).isEqualTo(text);
    }
  }

  @Test
  void aMessageIsOneLineWhateverTheNameInIt() {
    assertThat(new BadInputException("val/two\nlines is none of them"))
        .hasMessage("val/two\\nlines is none of them");
  }
}
