// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import convoy.evaluation.ensemble.Combination.MajorityVote;
import convoy.evaluation.ensemble.Combination.MeanOfLogits;
import convoy.evaluation.ensemble.Combination.MeanOfProbabilities;
import convoy.evaluation.metric.Prediction;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CombinationTest {
  private static final float NAN = Float.NaN;

  private static float[] combined(Combination combination, float[]... rows) {
    float[] into = new float[rows[0].length + 2];
    combination.combine(rows, into, 1);
    assertThat(into[0]).isZero();
    assertThat(into[into.length - 1]).isZero();
    return Arrays.copyOfRange(into, 1, into.length - 1);
  }

  private static float[] row(double... probabilities) {
    float[] row = new float[probabilities.length];
    for (int k = 0; k < row.length; k++) {
      row[k] = (float) probabilities[k];
    }
    return row;
  }

  private static int predicted(Combination combination, float[]... rows) {
    return Prediction.of(combined(combination, rows), 0, rows[0].length).predicted();
  }

  @Test
  void probabilitiesAreAveraged() {
    assertThat(combined(MeanOfProbabilities.EQUAL, row(0.5, 0.25, 0.25), row(0.1, 0.8, 0.1)))
        .containsExactly(row(0.3, 0.525, 0.175), within(1e-7f));
  }

  @Test
  void weightsSayHowMuchEachCounts() {
    assertThat(combined(new MeanOfProbabilities(List.of(0.75, 0.25)), row(0.5, 0.5), row(0.1, 0.9)))
        .containsExactly(row(0.4, 0.6), within(1e-7f));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MeanOfProbabilities(List.of(0.5, 0.6)))
        .withMessageContaining("0.6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MeanOfProbabilities(List.of(1.5, -0.5)));
  }

  /** The softmax of logits (2, 0) and (0, 1), whose mean is (1, 0.5). */
  @Test
  void logitsAreAveragedUpToWhatSoftmaxDoesNotSee() {
    double one = Math.exp(2) / (Math.exp(2) + 1);
    double two = 1 / (1 + Math.exp(1));
    double expected = Math.exp(1) / (Math.exp(1) + Math.exp(0.5));

    assertThat(combined(new MeanOfLogits(), row(one, 1 - one), row(two, 1 - two)))
        .containsExactly(row(expected, 1 - expected), within(1e-6f));
  }

  @Test
  void aProbabilityOfZeroLeavesLogitsDefined() {
    assertThat(combined(new MeanOfLogits(), row(1, 0), row(0, 1)))
        .containsExactly(row(0.5, 0.5), within(1e-6f));
  }

  @Test
  void votesDecideBeforeProbabilitiesDo() {
    // Two barely prefer the first class, one is certain of the second.
    float[] barely = row(0.51, 0.49);
    float[] certain = row(0, 1);

    assertThat(predicted(new MajorityVote(), barely, barely, certain)).isZero();
    assertThat(predicted(MeanOfProbabilities.EQUAL, barely, barely, certain)).isEqualTo(1);
  }

  @Test
  void ofEquallyManyVotesTheMeanProbabilityDecidesThenTheLowerClass() {
    assertThat(predicted(new MajorityVote(), row(0.6, 0.4, 0), row(0.1, 0.9, 0))).isEqualTo(1);
    assertThat(predicted(new MajorityVote(), row(0, 0.75, 0.25), row(0.75, 0, 0.25))).isZero();
  }

  @Test
  void aMeanThatIsLargerByLessThanAFloatCanSayDecidesToo() {
    float[] first = {1, 3e-9f};
    float[] second = {1e-9f, 1};

    assertThat(predicted(new MajorityVote(), first, second)).isEqualTo(1);
    assertThat(predicted(new MajorityVote(), second, first)).isEqualTo(1);
  }

  /** However many vote, the mean probability never outweighs a vote. */
  @Test
  void aThousandVotersAreCountedRight() {
    float[][] rows = new float[1000][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i < 501 ? row(0.501, 0.499) : row(0, 1);
    }
    assertThat(predicted(new MajorityVote(), rows)).isZero();
  }

  @Test
  void whoHasNoAnswerAbstainsFromAVoteAndSpoilsAMean() {
    float[] none = row(NAN, 0.5);
    float[] second = row(0.2, 0.8);

    assertThat(predicted(new MajorityVote(), none, second)).isEqualTo(1);
    assertThat(predicted(new MajorityVote(), none, none)).isEqualTo(Prediction.NONE);
    assertThat(predicted(MeanOfProbabilities.EQUAL, none, second)).isEqualTo(Prediction.NONE);
    assertThat(predicted(new MeanOfLogits(), none, second)).isEqualTo(Prediction.NONE);
  }
}
