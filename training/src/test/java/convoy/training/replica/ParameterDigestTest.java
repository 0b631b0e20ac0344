// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParameterDigestTest {
  /** Python: {@code hashlib.sha256(struct.pack('<4f', 1, -2.5, 0.1, 0)).hexdigest()}. */
  @Test
  void isTheSha256OfLittleEndianFloats() {
    assertThat(ParameterDigest.of(new float[] {1, -2.5f, 0.1f, 0}))
        .isEqualTo("43cc29c8eb487553a1ef13ffaeec5d4c9f159642a3f43ee14a41857d2199cfbf");
  }

  @Test
  void ofNoParametersIsTheSha256OfNothing() {
    assertThat(ParameterDigest.of(new float[0]))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void seesTheLastBitAndTheSignOfZero() {
    String digest = ParameterDigest.of(new float[] {1, 0});

    assertThat(ParameterDigest.of(new float[] {Math.nextUp(1f), 0})).isNotEqualTo(digest);
    assertThat(ParameterDigest.of(new float[] {1, -0f})).isNotEqualTo(digest);
  }
}
