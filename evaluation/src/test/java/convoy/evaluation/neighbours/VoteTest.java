// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VoteTest {
  private static final List<Integer> KS = List.of(1, 2, 3, 4, 5, 9);

  @Test
  void mostOfTheNeighboursWin() {
    assertThat(Vote.elect(new int[] {2, 0, 0, 1, 1, 1, 1, 2, 2}, KS, 3))
        .containsExactly(2, 2, 0, 0, 0, 1);
  }

  @Test
  void ofEquallyManyTheClassOfTheNearestMemberWins() {
    assertThat(Vote.elect(new int[] {3, 1, 1, 3}, List.of(2, 4), 4)).containsExactly(3, 3);
    assertThat(Vote.elect(new int[] {0, 3, 1, 1, 3}, List.of(5), 4)).containsExactly(3);
  }

  @Test
  void fewerNeighboursThanKAllVote() {
    assertThat(Vote.elect(new int[] {1}, KS, 2)).containsOnly(1);
    assertThat(Vote.elect(new int[0], KS, 2)).containsOnly(Vote.NONE);
  }

  @Test
  void aQueryWithoutNeighboursIsCountedAndWrong() {
    VoteCount votes = new VoteCount(new NeighboursSettings(Distance.L1, List.of(1), 2), new int[0]);

    votes.add(KBest.zero(1, 1), new int[] {0});

    NeighboursResult result = votes.result();
    assertThat(result.accuracy(1)).isZero();
    assertThat(result.metrics().get(0).undefined()).isEqualTo(1);
    assertThat(result.confusion(1)).isDeepEqualTo(new long[2][2]);
    assertThat(result.predictions()).isDeepEqualTo(new int[][] {{Vote.NONE}});
  }

  @Test
  void foldsAreEqualStretchesThatCoverEachExampleOnce() {
    for (int examples : new int[] {5, 12, 49_999}) {
      Folds folds = new Folds(5, examples);
      int next = 0;
      for (int fold = 0; fold < 5; fold++) {
        assertThat(folds.stretch(fold).from()).isEqualTo(next);
        assertThat(folds.stretch(fold).count()).isBetween(examples / 5, (examples + 4) / 5);
        next = folds.stretch(fold).to();
      }
      assertThat(next).isEqualTo(examples);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Folds(1, 10));
    assertThatIllegalArgumentException().isThrownBy(() -> new Folds(11, 10));
  }

  /** Four queries a fold, of which 1, 2 and 3 are right: 0.25, 0.5, 0.75. */
  @Test
  void meanAndDeviationAreThoseOfTheFolds() {
    FoldResults results = new FoldResults(IntStream.of(1, 2, 3).mapToObj(VoteTest::fold).toList());

    assertThat(results.accuracies(1)).containsExactly(0.25, 0.5, 0.75);
    assertThat(results.mean(1)).isEqualTo(0.5);
    assertThat(results.deviation(1)).isCloseTo(Math.sqrt(0.125 / 3), within(1e-15));
    assertThat(results.bestK()).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> results.mean(2));
  }

  private static NeighboursResult fold(int right) {
    VoteCount votes =
        new VoteCount(new NeighboursSettings(Distance.L1, List.of(1, 3), 2), new int[] {0});
    for (int query = 0; query < 4; query++) {
      votes.add(KBest.zero(1, 3).add(0, 1, 0), new int[] {query < right ? 0 : 1});
    }
    return votes.result();
  }

  @Test
  void settingsThatMeanNothingAreRefused() {
    for (List<Integer> ks : List.of(List.of(0), List.of(3, 3), List.of(5, 1), List.<Integer>of())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new NeighboursSettings(Distance.L2, ks, 10));
    }
  }
}
