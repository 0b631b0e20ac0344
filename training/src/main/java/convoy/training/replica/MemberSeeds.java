// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.util.List;
import java.util.stream.IntStream;

/** The seeds of a run's members: trainings of one model that differ in their seeds alone. */
public final class MemberSeeds {
  private MemberSeeds() {}

  /**
   * The seeds of all members, in their order. The first member is the run itself and has its seed;
   * each of the others follows from that and the member's number, so that more members leave those
   * of before as they were.
   *
   * @param seed of the run
   * @param members at least 1
   * @throws IllegalArgumentException if there are fewer
   */
  public static List<Long> of(long seed, int members) {
    if (members < 1) {
      throw new IllegalArgumentException("a run has at least 1 member, not " + members);
    }
    return IntStream.rangeClosed(1, members)
        .mapToObj(member -> member == 1 ? seed : Seeds.MEMBER.derive(seed, member))
        .toList();
  }
}
