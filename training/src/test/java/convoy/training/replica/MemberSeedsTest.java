// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MemberSeedsTest {
  /** Another value here changes the members of every run; the numbers are from Python. */
  @Test
  void theFirstMemberHasTheSeedOfTheRun() {
    assertThat(MemberSeeds.of(42, 1)).containsExactly(42L);
    assertThat(MemberSeeds.of(42, 3))
        .containsExactly(42L, -2680701216655898956L, 5013893991616555158L);
    assertThat(MemberSeeds.of(0, 2)).containsExactly(0L, -4465139621260050401L);
    assertThat(MemberSeeds.of(-1, 1000)).endsWith(-4880156135103745631L);
  }

  @Test
  void moreMembersLeaveThoseOfBeforeAsTheyWere() {
    assertThat(MemberSeeds.of(7, 1000)).startsWith(MemberSeeds.of(7, 10).toArray(Long[]::new));
    assertThat(MemberSeeds.of(7, 1000)).doesNotHaveDuplicates();
  }

  @Test
  void aRunHasAMember() {
    assertThatIllegalArgumentException().isThrownBy(() -> MemberSeeds.of(1, 0));
  }
}
