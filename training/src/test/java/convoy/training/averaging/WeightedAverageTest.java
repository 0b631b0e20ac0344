// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import convoy.training.averaging.WeightedAverage.Term;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WeightedAverageTest {
  private static final int LENGTH = 3;

  @Test
  void weighsEachVectorByItsExamples() {
    float[] average =
        WeightedAverage.of(
            List.of(
                new Term(new float[] {1, -2, 0.5f}, 1), new Term(new float[] {5, 2, 0.25f}, 3)));

    // (1 + 15) / 4, (-2 + 6) / 4, (0.5 + 0.75) / 4
    assertThat(average).containsExactly(4, 1, 0.3125f);
  }

  @Property
  void oneVectorComesBackToTheLastBit(
      @ForAll("anyFloats") float[] vector,
      @ForAll @LongRange(min = 1, max = (1 << 29) - 1) long examples) {
    // Arrays of floats are compared by their bits, so that -0 is not 0.
    assertThat(WeightedAverage.of(List.of(new Term(vector, examples)))).isEqualTo(vector);
  }

  @Property(tries = 200)
  void isTheSumInDoublePrecisionTimesTheInverseWeight(@ForAll("terms") List<Term> terms) {
    float[] expected = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      double sum = 0;
      double weight = 0;
      for (Term term : terms) {
        sum += term.examples() * (double) term.vector()[i];
        weight += term.examples();
      }
      expected[i] = (float) (sum * (1 / weight));
    }

    assertThat(WeightedAverage.of(terms)).containsExactly(expected);
  }

  /** In the other order the 1 would be lost beside 1e30. */
  @Test
  void sumsAreMadeFromTheFirstVectorToTheLast() {
    List<Term> terms =
        List.of(
            new Term(new float[] {1e30f}, 1),
            new Term(new float[] {-1e30f}, 1),
            new Term(new float[] {1}, 1));

    assertThat(WeightedAverage.of(terms)).containsExactly(1 / 3f);
  }

  @Property(tries = 200)
  void noValueLeavesTheRangeOfItsVectors(@ForAll("terms") List<Term> terms) {
    float[] average = WeightedAverage.of(terms);

    for (int i = 0; i < LENGTH; i++) {
      int value = i;
      DoubleSummaryStatistics range =
          terms.stream().mapToDouble(term -> term.vector()[value]).summaryStatistics();
      assertThat((double) average[i]).isBetween(range.getMin(), range.getMax());
    }
  }

  @Test
  void aWeightOfZeroAddsNothingNotEvenWhatIsNotANumber() {
    List<Term> terms =
        List.of(
            new Term(new float[] {Float.NaN}, 0),
            new Term(new float[] {7}, 2),
            new Term(new float[] {1000}, 0));

    assertThat(WeightedAverage.of(terms)).containsExactly(7);
  }

  @Test
  void nothingHasNoAverage() {
    assertThatIllegalStateException()
        .isThrownBy(() -> WeightedAverage.of(List.of(new Term(new float[2], 0))))
        .withMessageContaining("no examples");
    assertThatIllegalStateException().isThrownBy(() -> WeightedAverage.of(List.of()));
  }

  @Test
  void vectorsOfDifferentLengthsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> WeightedAverage.of(List.of(new Term(new float[2], 1), new Term(new float[3], 0))))
        .withMessageContaining("of 2 and of 3 values");
  }

  @Test
  void aNegativeWeightIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Term(new float[1], -1))
        .withMessageContaining("-1");
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
  Arbitrary<List<Term>> terms() {
    Arbitrary<Float> values = Arbitraries.integers().between(-999_999, 999_999).map(i -> i / 1e6f);
    return Combinators.combine(
            values.array(float[].class).ofSize(LENGTH), Arbitraries.longs().between(1, 1000))
        .as(Term::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }
}
