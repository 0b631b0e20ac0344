// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;

/** What a round sends and gets back is the same on the other side of Spark, to the last bit. */
class BulkVectorsTest {
  /** Every kind of bits, and more of them than are converted at a time. */
  private static final float[] MANY = new float[(1 << 16) + 3];

  static {
    for (int i = 0; i < MANY.length; i++) {
      MANY[i] = Float.intBitsToFloat(i * 65_521);
    }
  }

  @Test
  void aResultComesThroughBitForBit() {
    RoundResult sent =
        new RoundResult(MANY, new float[] {-0f}, 3, 5, new LossSum(1, 2, 3), List.of(), 7, 8);

    RoundResult received = SerializationUtils.clone(sent);

    assertSameBits(received.parameters(), MANY);
    assertSameBits(received.updaterState(), new float[] {-0f});
    assertThat(received).isEqualTo(sent.with(received.parameters(), received.updaterState()));
  }

  @Test
  void aStartComesThroughBitForBit() {
    double[] rates = {0.1, 0.2};
    RoundStart sent =
        new RoundStart(new float[] {1, 2}, MANY, 1, 2, List.of(3, 4), 5, rates, 6, true);

    RoundStart received = SerializationUtils.clone(sent);

    assertSameBits(received.parameters(), new float[] {1, 2});
    assertSameBits(received.updaterState(), MANY);
    assertThat(received.learningRates()).isEqualTo(rates);
    assertThat(received.firstSteps()).containsExactly(3, 4);
    assertThat(received.epoch()).isEqualTo(1);
    assertThat(received.round()).isEqualTo(2);
    assertThat(received.globalStep()).isEqualTo(5);
    assertThat(received.seconds()).isEqualTo(6);
  }

  @Test
  void aRecordWithoutVectorsComesThroughToo() {
    RoundResult sent =
        new RoundResult(new float[0], new float[0], 0, 0, LossSum.ZERO, List.of(), 1, 2);

    assertThat(SerializationUtils.clone(sent).parameters()).isEmpty();
    assertThat(SerializationUtils.clone(sent).loadMillis()).isEqualTo(1);
  }

  private static void assertSameBits(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Float.floatToRawIntBits(actual[i]))
          .isEqualTo(Float.floatToRawIntBits(expected[i]));
    }
  }
}
