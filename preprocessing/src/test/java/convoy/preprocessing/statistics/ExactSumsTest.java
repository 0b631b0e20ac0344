// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;

class ExactSumsTest {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  @Property
  void takesFloatsApart(@ForAll int bits) {
    float value = Float.intBitsToFloat(bits);
    if (Float.isFinite(value)) {
      BigInteger units =
          BigInteger.valueOf(ExactSums.mantissa(value)).shiftLeft(ExactSums.position(value));
      assertThat(inUnits(units, ExactSums.FLOAT_UNIT)).isEqualByComparingTo(new BigDecimal(value));
    }
  }

  @Test
  void losesNothingWhereAlmostEverythingCancels() {
    ExactSums sums = new ExactSums(2);
    for (float value : new float[] {Float.MAX_VALUE, 1, Float.MIN_VALUE, -Float.MAX_VALUE, -3}) {
      addProduct(sums, 1, value, Float.MAX_VALUE);
    }
    BigDecimal expected =
        new BigDecimal(Float.MIN_VALUE).subtract(TWO).multiply(new BigDecimal(Float.MAX_VALUE));
    assertThat(product(sums, 1)).isEqualByComparingTo(expected);
    assertThat(sums.value(0)).isZero();
  }

  @Test
  void addsTheSmallestProducts() {
    ExactSums sums = new ExactSums(1);
    for (int i = 0; i < 5; i++) {
      addProduct(sums, 0, Float.MIN_VALUE, Float.MIN_VALUE);
    }
    assertThat(sums.value(0)).isEqualTo(5);
    addProduct(sums, 0, -Float.MIN_VALUE, 7 * Float.MIN_VALUE);
    assertThat(sums.value(0)).isEqualTo(-2);
  }

  /** Parts in any order, some of them sent and some of them empty, end in the same bytes. */
  @Property(tries = 300)
  void isTheSameForAnySplitAndOrder(
      @ForAll @Size(max = 50) List<Integer> bits,
      @ForAll @IntRange(min = 1, max = 9) int parts,
      @ForAll long seed) {
    List<Float> terms = bits.stream().map(Float::intBitsToFloat).filter(Float::isFinite).toList();
    Random random = new Random(seed);
    List<ExactSums> partial =
        new ArrayList<>(Stream.generate(() -> new ExactSums(1)).limit(parts).toList());
    ExactSums single = new ExactSums(1);
    BigDecimal expected = BigDecimal.ZERO;
    for (float term : terms) {
      addProduct(partial.get(random.nextInt(parts)), 0, term, term / 3);
      addProduct(single, 0, term, term / 3);
      expected = expected.add(new BigDecimal(term).multiply(new BigDecimal(term / 3)));
    }
    partial.replaceAll(sums -> random.nextBoolean() ? SerializationUtils.roundtrip(sums) : sums);
    Collections.shuffle(partial, random);
    ExactSums merged = new ExactSums(1);
    partial.forEach(merged::merge);
    assertThat(product(merged, 0)).isEqualByComparingTo(expected);
    assertThat(product(single, 0)).isEqualByComparingTo(expected);
    assertThat(SerializationUtils.serialize(merged))
        .isEqualTo(SerializationUtils.serialize(single));
  }

  /** Far more than one limb holds, up and down again. */
  @Test
  void passesCarriesOn() {
    ExactSums sums = new ExactSums(1);
    IntStream.range(0, 100_000).forEach(i -> addProduct(sums, 0, Float.MAX_VALUE, 16777215));
    ExactSums sent = SerializationUtils.roundtrip(sums);
    assertThat(product(sent, 0))
        .isEqualByComparingTo(
            new BigDecimal(Float.MAX_VALUE).multiply(BigDecimal.valueOf(16777215L * 100_000)));
    IntStream.range(0, 100_001).forEach(i -> addProduct(sent, 0, -Float.MAX_VALUE, 16777215));
    assertThat(product(sent, 0))
        .isEqualByComparingTo(
            new BigDecimal(-Float.MAX_VALUE).multiply(BigDecimal.valueOf(16777215)));
  }

  private static void addProduct(ExactSums sums, int sum, float one, float other) {
    sums.begin();
    sums.add(
        sum,
        (long) ExactSums.mantissa(one) * ExactSums.mantissa(other),
        ExactSums.position(one) + ExactSums.position(other));
  }

  private static BigDecimal product(ExactSums sums, int sum) {
    return inUnits(sums.value(sum), ExactSums.PRODUCT_UNIT);
  }

  private static BigDecimal inUnits(BigInteger units, int exponent) {
    return new BigDecimal(units).divide(TWO.pow(-exponent));
  }
}
