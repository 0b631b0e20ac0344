// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WeightedAverageTest {
  private static final int LENGTH = 3;

  record Weighted(float[] vector, long examples) {}

  @Test
  void weighsEachVectorByItsExamples() {
    WeightedAverage average =
        WeightedAverage.zero(3).add(new float[] {1, -2, 0.5f}, 1).add(new float[] {5, 2, 0.25f}, 3);

    // (1 + 15) / 4, (-2 + 6) / 4, (0.5 + 0.75) / 4
    assertThat(average.value()).containsExactly(4, 1, 0.3125f);
    assertThat(average.weight()).isEqualTo(4);
  }

  @Property
  void oneVectorComesBackToTheLastBit(
      @ForAll("anyFloats") float[] vector,
      @ForAll @LongRange(min = 1, max = (1 << 29) - 1) long examples) {
    // Arrays of floats are compared by their bits, so that -0 is not 0.
    assertThat(WeightedAverage.zero(vector.length).add(vector, examples).value()).isEqualTo(vector);
  }

  @Property(tries = 200)
  void mergingAnySplitGivesTheSinglePassToTheLastBitWhereSumsAreExact(
      @ForAll("smallIntegers") List<Weighted> all, @ForAll @IntRange(min = 0, max = 8) int split) {
    assertThat(merged(all, split).value()).isEqualTo(single(all).value());
    assertThat(merged(all, split).weight()).isEqualTo(single(all).weight());
  }

  @Property(tries = 200)
  void mergingAnySplitGivesTheSinglePassUpToRounding(
      @ForAll("fractions") List<Weighted> all, @ForAll @IntRange(min = 0, max = 8) int split) {
    assertThat(merged(all, split).value()).containsExactly(single(all).value(), within(1e-6f));
  }

  @Test
  void aWeightOfZeroAddsNothingNotEvenWhatIsNotANumber() {
    WeightedAverage average =
        WeightedAverage.zero(1)
            .add(new float[] {Float.NaN}, 0)
            .add(new float[] {7}, 2)
            .add(new float[] {1000}, 0);

    assertThat(average.value()).containsExactly(7);
    assertThat(average.weight()).isEqualTo(2);
  }

  @Test
  void mergingWithNothingChangesNothing() {
    float[] vector = {3, -0f};

    assertThat(WeightedAverage.zero(2).merge(WeightedAverage.zero(2).add(vector, 5)).value())
        .isEqualTo(vector);
    assertThat(WeightedAverage.zero(2).add(vector, 5).merge(WeightedAverage.zero(2)).value())
        .isEqualTo(vector);
    assertThat(WeightedAverage.zero(2).merge(WeightedAverage.zero(2)).weight()).isZero();
  }

  @Test
  void nothingHasNoAverage() {
    assertThatIllegalStateException()
        .isThrownBy(() -> WeightedAverage.zero(2).add(new float[2], 0).value())
        .withMessageContaining("no examples");
  }

  @Test
  void vectorsOfDifferentLengthsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeightedAverage.zero(2).add(new float[3], 1))
        .withMessageContaining("of 2 and of 3 values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeightedAverage.zero(2).merge(WeightedAverage.zero(3)));
  }

  @Test
  void aNegativeWeightIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeightedAverage.zero(1).add(new float[1], -1))
        .withMessageContaining("-1");
  }

  private static WeightedAverage single(List<Weighted> all) {
    WeightedAverage average = WeightedAverage.zero(LENGTH);
    all.forEach(one -> average.add(one.vector(), one.examples()));
    return average;
  }

  private static WeightedAverage merged(List<Weighted> all, int split) {
    int middle = Math.min(split, all.size());
    return single(all.subList(0, middle)).merge(single(all.subList(middle, all.size())));
  }

  @Provide
  Arbitrary<float[]> anyFloats() {
    return Arbitraries.integers()
        .map(Float::intBitsToFloat)
        .filter(Float::isFinite)
        .array(float[].class)
        .ofMaxSize(20);
  }

  @Provide
  Arbitrary<List<Weighted>> smallIntegers() {
    return weighted(Arbitraries.integers().between(-1000, 1000).map(i -> (float) i));
  }

  @Provide
  Arbitrary<List<Weighted>> fractions() {
    return weighted(Arbitraries.integers().between(-999_999, 999_999).map(i -> i / 1e6f));
  }

  private static Arbitrary<List<Weighted>> weighted(Arbitrary<Float> values) {
    return Combinators.combine(
            values.array(float[].class).ofSize(LENGTH), Arbitraries.longs().between(1, 1000))
        .as(Weighted::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }
}
