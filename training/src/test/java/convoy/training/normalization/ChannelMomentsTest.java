// SPDX-License-Identifier: Apache-2.0
package convoy.training.normalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ChannelMomentsTest {
  private static final int CHANNELS = 3;
  private static final int PLANE = 4;
  private static final int EXAMPLE = CHANNELS * PLANE;
  private static final BatchNormLayout.Layer LAYER =
      new BatchNormLayout.Layer("norm", 1, 5, CHANNELS);

  /** Channels of very different means and deviations. */
  private static float[] examples(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * EXAMPLE];
    for (int i = 0; i < values.length; i++) {
      int c = i / PLANE % CHANNELS;
      values[i] = (float) (1000 * c + Math.pow(10, c) * random.nextDouble(-1, 1));
    }
    return values;
  }

  private static float[] written(ChannelMoments moments) {
    float[] parameters = new float[9];
    moments.write(parameters, LAYER);
    return parameters;
  }

  private static void assertClose(ChannelMoments actual, ChannelMoments expected) {
    assertThat(actual.count()).isEqualTo(expected.count());
    for (int c = 0; c < CHANNELS; c++) {
      assertThat(actual.means()[c])
          .isCloseTo(expected.means()[c], within(1e-9 * (1 + Math.abs(expected.means()[c]))));
      assertThat(actual.squares()[c])
          .isCloseTo(expected.squares()[c], within(1e-6 * (1 + expected.squares()[c])));
    }
  }

  /** 1, 3 | 5, 7 of one channel: mean 4, deviations 9 + 1 + 1 + 9. */
  @Example
  void isWhatIsComputedByHand() {
    ChannelMoments moments = ChannelMoments.of(new float[] {1, 3, 0, 0, 5, 7, 0, 2}, 2, 2);

    assertThat(moments.count()).isEqualTo(4);
    assertThat(moments.means()).containsExactly(4, 0.5);
    assertThat(moments.squares()).containsExactly(20, 3);
  }

  @Property(tries = 200)
  void anySplitMergedInAnyOrderIsOnePassOverAll(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 9) Integer> parts,
      @ForAll long seed) {
    int count = parts.stream().mapToInt(part -> part).sum();
    float[] all = examples(seed, count);
    List<ChannelMoments> moments = new ArrayList<>();
    int from = 0;
    for (int part : parts) {
      float[] values = Arrays.copyOfRange(all, from * EXAMPLE, (from + part) * EXAMPLE);
      moments.add(ChannelMoments.of(values, CHANNELS, PLANE));
      from += part;
    }
    ChannelMoments forwards = ChannelMoments.zero(CHANNELS);
    ChannelMoments backwards = ChannelMoments.zero(CHANNELS);
    for (int i = 0; i < moments.size(); i++) {
      forwards = forwards.merge(moments.get(i));
      backwards = backwards.merge(moments.get(moments.size() - 1 - i));
    }

    ChannelMoments onePass = ChannelMoments.of(all, CHANNELS, PLANE);
    assertClose(forwards, onePass);
    assertClose(backwards, onePass);
  }

  @Example
  void nothingMergedWithNothingIsNothingAndWithSomethingThat() {
    ChannelMoments zero = ChannelMoments.zero(CHANNELS);
    ChannelMoments some = ChannelMoments.of(examples(1, 5), CHANNELS, PLANE);

    assertThat(zero.merge(some)).isSameAs(some);
    assertThat(some.merge(zero)).isSameAs(some);
    assertThat(zero.merge(zero).count()).isZero();
    assertThat(ChannelMoments.of(new float[0], CHANNELS, PLANE).count()).isZero();
    assertThatIllegalStateException().isThrownBy(() -> written(zero.merge(zero)));
  }

  /**
   * Means 4 and 8 with variances 1 and 2 of 10 and 30 examples: mean 7, variance (10 (1 + 9) + 30
   * (2 + 1)) / 40.
   */
  @Example
  void runningStatisticsOfWorkersMergeByTheirExamples() {
    float[] one = {0, 4, 4, 0, 0, 1, 1, 0, 0};
    float[] two = {0, 8, 4, 0, 0, 2, 1, 0, 0};

    ChannelMoments merged =
        ChannelMoments.of(10, one, LAYER).merge(ChannelMoments.of(30, two, LAYER));

    assertThat(written(merged)).containsExactly(0, 7, 4, 0, 0, 4.75f, 1, 0, 0);
  }

  @Example
  void aWorkerWithoutExamplesAddsNothingWhateverItSays() {
    float[] nonsense = new float[9];
    Arrays.fill(nonsense, Float.NaN);
    float[] statistics = {0, 0.1f, 0.2f, 0.3f, 0, 0.4f, 0.5f, 0.6f, 0};

    ChannelMoments merged =
        ChannelMoments.of(0, nonsense, LAYER)
            .merge(ChannelMoments.of(12_345, statistics, LAYER))
            .merge(ChannelMoments.of(0, nonsense, LAYER));

    assertThat(written(merged)).isEqualTo(statistics);
  }

  @Property(tries = 200)
  void equalStatisticsStayWhatTheyAreToTheLastBit(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 1 << 28) Integer> counts,
      @ForAll long seed) {
    float[] statistics = new float[9];
    SplittableRandom random = new SplittableRandom(seed);
    for (int c = 0; c < CHANNELS; c++) {
      statistics[1 + c] = (float) random.nextDouble(-1, 1);
      statistics[5 + c] = (float) random.nextDouble(0, 1e6);
    }
    ChannelMoments merged = ChannelMoments.of(1, statistics, LAYER);
    for (int count : counts) {
      merged = merged.merge(ChannelMoments.of(count, statistics, LAYER));
    }

    assertThat(written(merged)).isEqualTo(statistics);
  }

  @Example
  void momentsOfDifferentNumbersOfChannelsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChannelMoments.zero(2).merge(ChannelMoments.zero(3)))
        .withMessageContaining("2 and of 3 channels");
  }
}
