// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpiralTest {
  private static float[] features(Example example) {
    ByteBuffer bytes = ByteBuffer.wrap(example.image()).order(ByteOrder.LITTLE_ENDIAN);
    return new float[] {bytes.getFloat(), bytes.getFloat()};
  }

  @Test
  void withoutNoiseThePointsLieWhereTheFormulaSays() throws IOException {
    List<Example> examples = ReadAll.of(new Spiral(3, 5, 0, 1));

    assertThat(examples)
        .extracting(Example::label)
        .containsExactly(0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2);
    Example last = examples.get(9);
    // Arm 1, radius 1: angle 8; sin 8 = 0.98935825, cos 8 = -0.14550003.
    assertThat(features(last)[0]).isCloseTo(0.98935825f, within(1e-7f));
    assertThat(features(last)[1]).isCloseTo(-0.14550003f, within(1e-7f));
    // Arm 2, radius 1/4: angle 9; sin 9 / 4 = 0.10302962, cos 9 / 4 = -0.22778257.
    assertThat(features(examples.get(11))[0]).isCloseTo(0.10302962f, within(1e-7f));
    assertThat(features(examples.get(11))[1]).isCloseTo(-0.22778258f, within(1e-7f));
    assertThat(last.id()).isEqualTo("spiral/1/000004");
    assertThat(last.shape()).isEqualTo(new ImageShape(2, 1, 1));
    assertThat(last.encoding()).isEqualTo(Encoding.FLOAT32);
  }

  @Test
  void theNoiseOfTheAngleHasItsStandardDeviation() throws IOException {
    double sum = 0;
    double squares = 0;
    int n = 20_000;
    for (Example example : ReadAll.of(new Spiral(2, n, 0.2, 3)).subList(1, n)) {
      float[] at = features(example);
      double radius = Math.hypot(at[0], at[1]);
      // Turned back by the angle that the radius has on arm 0.
      double noise = Math.IEEEremainder(Math.atan2(at[0], at[1]) - 4 * radius, 2 * Math.PI);
      sum += noise;
      squares += noise * noise;
    }

    // Five standard errors: 0.2 / sqrt(n) and 0.04 sqrt(2 / n).
    assertThat(sum / n).isCloseTo(0, within(0.0071));
    assertThat(squares / n).isCloseTo(0.04, within(0.002));
  }

  @Test
  void theSameSeedGivesTheSamePointsAndAnotherOneOthers() throws IOException {
    List<Example> first = ReadAll.of(new Spiral(3, 50, 0.2, 1));

    assertThat(ReadAll.of(new Spiral(3, 50, 0.2, 1))).usingRecursiveComparison().isEqualTo(first);
    assertThat(ReadAll.of(new Spiral(3, 50, 0.2, 2)).get(20).image())
        .isNotEqualTo(first.get(20).image());
  }

  @Test
  void slicesJoinWithoutAGap() throws IOException {
    List<Example> examples = ReadAll.of(new Spiral(3, 8_000, 0.2, 1));

    assertThat(examples).hasSize(24_000).extracting(Example::id).doesNotHaveDuplicates();
  }

  @Test
  void settingsMayBeLeftOutAndAreReadBack() {
    assertThat(Sources.parse("spiral")).isEqualTo(new Spiral(3, 100, 0.2, 1));
    assertThat(Sources.parse("spiral:seed=-4, classes=5")).isEqualTo(new Spiral(5, 100, 0.2, -4));
    Source source = new Spiral(4, 7, 0.25, 9);
    assertThat(Sources.parse(source.specification())).isEqualTo(source);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "classes=1",
        "classes=x",
        "points=0",
        "points=100001",
        "noise=-1",
        "noise=NaN",
        "colour=red",
        "seed=1,seed=2",
        "100"
      })
  void whatIsOutOfRangeIsRefused(String settings) {
    assertThatThrownBy(() -> Sources.parse("spiral:" + settings))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("spiral")
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
  }
}
