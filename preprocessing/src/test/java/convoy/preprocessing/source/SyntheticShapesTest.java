// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Example;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticShapesTest {
  private static List<Example> draw(int train, int test, long seed) throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Slice slice : new SyntheticShapes(train, test, seed).slices(new Configuration())) {
      try (Slice.Examples open = slice.open(new Configuration())) {
        open.forEachRemaining(examples::add);
      }
    }
    return examples;
  }

  /** Images as texts, which compare by their pixels. */
  private static List<String> pixels(List<Example> examples) {
    return examples.stream().map(example -> HexFormat.of().formatHex(example.image())).toList();
  }

  @Test
  void theDrawingIsPinned() throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Example example : draw(20, 5, 1)) {
      digest.update((byte) example.label());
      digest.update(example.image());
    }

    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("dc34630745ffe1e7cdd4955b8ee753bcb88ee38f4891032d0a0eca644e3561f4");
  }

  @Test
  void theFirstImagesOfALargerSetAreThoseOfASmallerOne() throws IOException {
    List<Example> few = draw(1500, 0, 4);
    List<Example> many = draw(2100, 0, 4).subList(0, 1500);

    assertThat(many).extracting(Example::id).isEqualTo(few.stream().map(Example::id).toList());
    assertThat(pixels(many)).isEqualTo(pixels(few));
  }

  @Test
  void noImageIsDrawnTwiceInAnySetOrUnderAnySeed() throws IOException {
    List<Example> examples = draw(300, 300, 1);
    examples.addAll(draw(300, 300, 2));

    assertThat(new HashSet<>(pixels(examples))).hasSize(1200);
  }

  @Test
  void classesAreBalancedUpToChance() throws IOException {
    long[] count = new long[10];
    draw(10_000, 0, 7).forEach(example -> count[example.label()]++);

    // Five standard deviations of a binomial with n = 10,000 and p = 0.1 are 150.
    assertThat(Arrays.stream(count)).allMatch(images -> Math.abs(images - 1000) < 150);
  }

  @Test
  void theMeanColourOfAnImageSaysNothingOfItsClass() throws IOException {
    List<Example> examples = draw(6000, 0, 3);
    double[][] centres = new double[10][3];
    int[] count = new int[10];
    for (Example example : examples.subList(0, 3000)) {
      count[example.label()]++;
      double[] colour = meanColour(example);
      Arrays.setAll(centres[example.label()], c -> centres[example.label()][c] + colour[c]);
    }
    for (int label = 0; label < 10; label++) {
      int of = label;
      Arrays.setAll(centres[label], c -> centres[of][c] / count[of]);
    }

    long right =
        examples.subList(3000, 6000).stream()
            .filter(example -> nearest(centres, meanColour(example)) == example.label())
            .count();

    // Chance is 0.1; five standard deviations of 3,000 tries are 0.027.
    assertThat(right / 3000.0).isLessThan(0.13);
  }

  private static double[] meanColour(Example example) {
    double[] colour = new double[3];
    for (int i = 0; i < example.image().length; i++) {
      colour[i / 1024] += (example.image()[i] & 0xff) / 1024.0;
    }
    return colour;
  }

  private static int nearest(double[][] centres, double[] colour) {
    int nearest = 0;
    for (int label = 1; label < centres.length; label++) {
      if (distance(centres[label], colour) < distance(centres[nearest], colour)) {
        nearest = label;
      }
    }
    return nearest;
  }

  private static double distance(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (one[i] - other[i]) * (one[i] - other[i]);
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "synthetic|synthetic:train=12000,test=2000,seed=1",
        "synthetic:|synthetic:train=12000,test=2000,seed=1",
        "synthetic:seed=5|synthetic:train=12000,test=2000,seed=5",
        "synthetic:test=0,train=7|synthetic:train=7,test=0,seed=1"
      })
  void whatIsLeftOutHasADefault(String given, String whole) {
    assertThat(Sources.parse(given).specification()).isEqualTo(whole);
    assertThat(Sources.parse(whole)).isEqualTo(Sources.parse(given));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"train=0", "train=-1", "test=-1", "train=many", "trian=5", "train", "train=1,,"})
  void whatCannotBeReadIsOneLine(String details) {
    assertThatThrownBy(() -> SyntheticShapes.parse(details))
        .isInstanceOf(BadInputException.class)
        .satisfies(
            error -> assertThat(error.getMessage()).startsWith("synthetic: ").doesNotContain("\n"));
  }

  @Test
  void aMisspeltKeyComesWithTheNearestOne() {
    assertThatThrownBy(() -> SyntheticShapes.parse("trian=5")).hasMessageContaining("'train=N'");
  }
}
