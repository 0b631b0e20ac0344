// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configuration files that are meant to harm: each is refused in one line, or does no harm. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileConfigTest {
  private static final int MUTATIONS = 2_000;

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "${",
          "}",
          "${convoy.seed}",
          "${?x}",
          "\"",
          "\"\"\"",
          "=",
          ":",
          "+=",
          ",",
          ".",
          "\n",
          "#",
          "//",
          "include ",
          "\\u",
          "\\",
          "null",
          "1e999999999",
          "-",
          "\0",
          "\ufeff",
          "convoy",
          "source",
          "train",
          "train.epochs",
          "\ud800",
          "0x",
          "99999999999999999");

  private static String refused(String text) {
    String[] message = new String[1];
    assertThatThrownBy(() -> ConfigLoader.parse(text, "a.conf"))
        .isExactlyInstanceOf(BadInputException.class)
        .satisfies(refused -> message[0] = refused.getMessage());
    assertOneLine(message[0]);
    return message[0];
  }

  private static void assertOneLine(String message) {
    assertThat(message).hasSizeLessThan(3_000).isNotBlank();
    assertThat(message.chars().filter(Character::isISOControl)).isEmpty();
  }

  @Test
  void doublingIsRefusedBeforeItIsDone() {
    StringBuilder doubling = new StringBuilder("convoy.source = xxxxxxxxxxxxxxxx\n");
    for (int i = 0; i < 60; i++) {
      doubling.append("convoy.source = ${convoy.source}${convoy.source}\n");
    }

    assertThat(refused(doubling.toString())).contains("more than 16 references");
  }

  @Test
  void filesThatDoubleTogetherAreRefusedToo(@TempDir Path folder) throws IOException {
    String doubled = "convoy.source = ${convoy.source}${convoy.source}\n";
    String first = Files.writeString(folder.resolve("a.conf"), doubled.repeat(4)).toString();
    String second = Files.writeString(folder.resolve("b.conf"), doubled.repeat(5)).toString();

    assertThatThrownBy(
            () -> ConfigLoader.load(new Configuration(), List.of(first, second), List.of()))
        .isExactlyInstanceOf(BadInputException.class)
        .hasMessageStartingWith(second + " has more than 16 references");
  }

  @Test
  void asMuchDoublingAsIsLegalIsAnError() {
    StringBuilder doubling = new StringBuilder("convoy.source = \"" + "x".repeat(60_000) + "\"\n");
    for (int i = 0; i < 5; i++) {
      doubling.append("convoy.source = ${convoy.source}${convoy.source}${convoy.source}\n");
    }
    doubling.append("convoy.seed = ${convoy.source}\n");

    assertThat(refused(doubling.toString())).startsWith("seed = xxx").contains("(14580000 char");
  }

  @Test
  void aGraphOfListsIsNotWrittenOut() {
    List<String> keys =
        List.of("seed", "source", "preprocess", "train.augment", "train.outer", "train.clip");
    StringBuilder doubling = new StringBuilder("convoy.train.stop = [[1, 2]]\n");
    String before = "train.stop";
    for (int i = keys.size() - 1; i >= 0; i--) {
      doubling.append(
          "convoy.%s = [${convoy.%s}, ${convoy.%s}]\n".formatted(keys.get(i), before, before));
      before = keys.get(i);
    }

    assertThat(refused(doubling.toString())).startsWith("seed = a large list (a.conf: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[", "a{", "a.", "a=[", "${", "\"", "(", "a:{b:[", "\"a\"."})
  void deepNestingIsRefused(String opening) {
    refused(opening.repeat(60_000 / opening.length()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[", "a{", "{a=[", "${", "[{a:{b:"})
  void aDeepValueIsRefused(String opening) {
    refused("convoy.source = " + opening.repeat(60_000 / opening.length()));
  }

  @Test
  void deepNestingThatIsClosedIsRefusedToo() {
    refused("a {".repeat(10_000) + "}".repeat(10_000));
    refused("convoy.source = " + "[".repeat(20_000) + "]".repeat(20_000));
    refused("a.".repeat(20_000) + "a = 1");
    refused("convoy.source = ${" + "a.".repeat(20_000) + "a}");
  }

  @Test
  void aFileThatIsNoneIsRefusedBeforeAllOfItIsRead() {
    assertThatThrownBy(
            () -> ConfigLoader.load(new Configuration(), List.of("file:/dev/zero"), List.of()))
        .isExactlyInstanceOf(BadInputException.class)
        .hasMessage(
            "file:/dev/zero has more than 65536 bytes, too many for a configuration file; is it one?");
  }

  @Test
  void ofLongValuesAnErrorHasTheBeginning() {
    assertThat(refused("convoy.train.outer = " + "x".repeat(50_000)))
        .startsWith("train.outer = xxx")
        .contains("x... (50000 characters)");
    assertThat(refused("convoy." + "y".repeat(50_000) + " = 1")).contains("(50000 characters)");
  }

  /** Every mutation of a whole configuration is read or refused. */
  @Test
  void twoThousandMutationsAreReadOrRefusedInOneLine() {
    String whole = ConfigRenderer.render(ConfigLoader.defaults());
    int read = 0;
    for (int seed = 0; seed < MUTATIONS; seed++) {
      String mutated = mutated(whole, new SplittableRandom(seed));
      try {
        ConfigLoader.parse(mutated, "a.conf");
        read++;
      } catch (BadInputException refused) {
        assertOneLine(refused.getMessage());
      } catch (RuntimeException | Error e) {
        throw new AssertionError("mutation " + seed + ":\n" + mutated, e);
      }
    }
    assertThat(read).isBetween(1, MUTATIONS - 1);
  }

  private static String mutated(String whole, SplittableRandom random) {
    StringBuilder text = new StringBuilder(whole);
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(12));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(from, to);
        case 1 -> text.insert(from, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> text.insert(from, text.substring(random.nextInt(from + 1), to));
        case 3 -> text.setCharAt(from, (char) random.nextInt(0x300));
        default -> {
          byte[] bytes = text.substring(from, to).getBytes(StandardCharsets.UTF_8);
          random.nextBytes(bytes);
          text.replace(from, to, new String(bytes, StandardCharsets.UTF_8));
        }
      }
    }
    return text.toString();
  }
}
