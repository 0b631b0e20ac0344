// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ExactQuotientTest {
  private static final MathContext PLENTY = new MathContext(400);

  @Test
  void roundsHalfToEven() {
    BigInteger ulp = BigInteger.ONE.shiftLeft(53);
    assertThat(ExactQuotient.of(ulp.add(BigInteger.ONE), BigInteger.ONE, 0)).isEqualTo(0x1p53);
    assertThat(ExactQuotient.of(ulp.add(BigInteger.valueOf(3)), BigInteger.ONE, 0))
        .isEqualTo(0x1p53 + 4);
    // A trace above the tie, 2^-400 of it, decides.
    BigInteger above = ulp.add(BigInteger.ONE).shiftLeft(400).add(BigInteger.ONE);
    assertThat(ExactQuotient.of(above, BigInteger.ONE, -400)).isEqualTo(0x1p53 + 2);
  }

  @Test
  void isZeroForNothing() {
    assertThat(ExactQuotient.of(BigInteger.ZERO, BigInteger.TEN, -298)).isZero();
    assertThat(ExactQuotient.of(BigInteger.valueOf(-1), BigInteger.valueOf(4), 0)).isEqualTo(-0.25);
  }

  @Property(tries = 500)
  void isTheNearestDouble(
      @ForAll BigInteger numerator, @ForAll @LongRange(min = 1) long denominator) {
    double expected =
        new BigDecimal(numerator)
            .divide(new BigDecimal(denominator), PLENTY)
            .divide(BigDecimal.valueOf(2).pow(298), PLENTY)
            .doubleValue();
    assertThat(ExactQuotient.of(numerator, BigInteger.valueOf(denominator), -298))
        .isEqualTo(expected);
  }
}
