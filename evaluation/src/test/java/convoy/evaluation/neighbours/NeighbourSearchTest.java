// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NeighbourSearchTest {
  private static KBest search(
      Distance distance, Vectors queries, Vectors training, int k, int... cuts) {
    int[] ends = IntStream.concat(Arrays.stream(cuts), IntStream.of(training.count())).toArray();
    try (NeighbourSearch search = new NeighbourSearch(distance, queries, k)) {
      int from = 0;
      for (int end : ends) {
        search.add(training.slice(from, end), from, Stretch.EMPTY);
        from = end;
      }
      return search.best();
    }
  }

  private static void assertNaive(Distance distance, Vectors queries, Vectors training, int k) {
    KBest found = search(distance, queries, training, k);
    KBest naive = NaiveNeighbours.best(distance, queries, training, k);

    for (int query = 0; query < queries.count(); query++) {
      assertThat(found.indices(query)).containsExactly(naive.indices(query));
      assertThat(found.distances(query)).containsExactly(naive.distances(query));
    }
    assertThat(found).isEqualTo(naive);
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void bytesAreToTheDigitWhatANaiveLoopSays(Distance distance) {
    Vectors queries = NaiveNeighbours.bytes(1, 500, 13, 256);
    Vectors training = NaiveNeighbours.bytes(2, 5000, 13, 256);

    assertNaive(distance, queries, training, 100);
  }

  /** Of three levels in five dimensions there are 243 different examples, each about 20 times. */
  @ParameterizedTest
  @EnumSource(Distance.class)
  void equallyNearExamplesAreTakenByIndex(Distance distance) {
    Vectors queries = NaiveNeighbours.bytes(3, 50, 5, 3);
    Vectors training = NaiveNeighbours.bytes(4, 5000, 5, 3);

    assertNaive(distance, queries, training, 30);
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void imagesOfThreePiecesAreExact(Distance distance) {
    assertNaive(
        distance,
        NaiveNeighbours.bytes(5, 20, 3072, 256),
        NaiveNeighbours.bytes(6, 300, 3072, 256),
        7);
  }

  /** Black and white only: the largest products there are, and a piece of one dimension. */
  @ParameterizedTest
  @EnumSource(Distance.class)
  void theLargestDistancesAreExact(Distance distance) {
    ByteVectors black = new ByteVectors(3073, new int[1], new byte[3073]);
    byte[] white = new byte[2 * 3073];
    Arrays.fill(white, (byte) 255);
    white[2 * 3073 - 1] = (byte) 254;
    KBest found = search(distance, black, new ByteVectors(3073, new int[2], white), 2);

    assertThat(found.indices(0)).containsExactly(1, 0);
    assertThat(found.distances(0))
        .containsExactly(
            distance == Distance.L1
                ? new double[] {3072 * 255 + 254, 3073 * 255}
                : new double[] {3072.0 * 255 * 255 + 254 * 254, 3073.0 * 255 * 255});
    assertNaive(
        distance,
        NaiveNeighbours.bytes(7, 20, 3073, 2),
        NaiveNeighbours.bytes(8, 300, 3073, 2),
        300);
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void floatsAreRankedByTheDistanceInFp64(Distance distance) {
    assertNaive(
        distance,
        NaiveNeighbours.floats(9, 500, 7, 0, 1),
        NaiveNeighbours.floats(10, 5000, 7, 0, 1),
        20);
    assertNaive(
        distance,
        NaiveNeighbours.floats(11, 20, 3072, 0, 1),
        NaiveNeighbours.floats(12, 300, 3072, 0, 1),
        20);
  }

  /**
   * Far from the origin fp32 keeps next to nothing of the distances: all must be computed again.
   */
  @ParameterizedTest
  @EnumSource(Distance.class)
  void floatsFarFromTheOriginAreRankedAsExactly(Distance distance) {
    assertNaive(
        distance,
        NaiveNeighbours.floats(13, 40, 1100, 1000, 0.01f),
        NaiveNeighbours.floats(14, 600, 1100, 1000, 0.01f),
        20);
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void neitherOverflowNorUnderflowOfFp32LosesANeighbour(Distance distance) {
    for (float scale : new float[] {3e38f, 1e30f, 1e19f, 1e-19f, 1e-25f, 1e-40f}) {
      assertNaive(
          distance,
          NaiveNeighbours.floats(15, 20, 30, 0, scale),
          NaiveNeighbours.floats(16, 400, 30, 0, scale),
          10);
    }
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void theLeastIsNeverAboveTheDistance(Distance distance) {
    for (float mean : new float[] {0, 1, 1000}) {
      FloatVectors queries = NaiveNeighbours.floats(17, 10, 1500, mean, 1);
      FloatVectors training = NaiveNeighbours.floats(18, 200, 1500, mean, 1);
      double[] computed = new double[10 * 200];
      try (Estimates estimates = distance.estimates(queries)) {
        estimates.load(training, 0, 200);
        estimates.compute(0, 10, computed);
        for (int q = 0; q < 10; q++) {
          for (int i = 0; i < 200; i++) {
            double estimate = computed[q * 200 + i];
            double exact = NaiveNeighbours.distance(distance, queries, q, training, i);
            double least = estimates.least(q, i, estimate);
            assertThat(least).isLessThanOrEqualTo(exact);
            // and not so low that it would rule nothing out
            assertThat(exact - least).isLessThan(1e-3 * (exact + 3000 * (1 + mean * mean)));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void anyCutIntoBlocksGivesTheSameAnswer(Distance distance) {
    for (Vectors training :
        new Vectors[] {
          NaiveNeighbours.bytes(19, 1300, 6, 4), NaiveNeighbours.floats(20, 1300, 6, 0, 1)
        }) {
      Vectors queries = training.slice(0, 70);
      KBest whole = search(distance, queries, training, 9);

      assertThat(search(distance, queries, training, 9, 0, 1, 257, 257, 1299)).isEqualTo(whole);
      KBest merged = search(distance, queries, training.slice(0, 0), 9);
      assertThat(merged).isEqualTo(KBest.zero(70, 9));
      try (NeighbourSearch last = new NeighbourSearch(distance, queries, 9)) {
        last.add(training.slice(400, 1300), 400, Stretch.EMPTY);
        merged.merge(last.best());
      }
      assertThat(merged.merge(search(distance, queries, training.slice(0, 400), 9)))
          .isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void duplicatesStandInTheOrderOfTheirIndex(Distance distance) {
    ByteVectors same = new ByteVectors(2, new int[700], new byte[1400]);

    assertThat(search(distance, same.slice(0, 1), same, 5).indices(0))
        .containsExactly(0, 1, 2, 3, 4);
    FloatVectors floats = new FloatVectors(2, new int[700], new float[1400]);
    assertThat(search(distance, floats.slice(0, 1), floats, 5).indices(0))
        .containsExactly(0, 1, 2, 3, 4);
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void fewerExamplesThanKAreAllNeighbours(Distance distance) {
    assertNaive(
        distance, NaiveNeighbours.bytes(21, 3, 4, 9), NaiveNeighbours.bytes(22, 1, 4, 9), 8);
    assertNaive(
        distance,
        NaiveNeighbours.floats(23, 3, 4, 0, 1),
        NaiveNeighbours.floats(24, 5, 4, 0, 1),
        8);
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void theStretchLeftOutHasNoNeighbours(Distance distance) {
    Vectors training = NaiveNeighbours.bytes(25, 900, 3, 5);
    for (Stretch leftOut :
        new Stretch[] {new Stretch(0, 300), new Stretch(250, 700), new Stretch(600, 900)}) {
      try (NeighbourSearch search = new NeighbourSearch(distance, training.slice(0, 40), 6)) {
        search.add(training.slice(0, 280), 0, leftOut);
        search.add(training.slice(280, 500), 280, leftOut);
        search.add(training.slice(500, 900), 500, leftOut);
        for (int query = 0; query < 40; query++) {
          int[] naive =
              NaiveNeighbours.nearest(
                  distance,
                  training,
                  query,
                  training,
                  i -> i < leftOut.from() || i >= leftOut.to());
          assertThat(search.best().indices(query)).containsExactly(Arrays.copyOf(naive, 6));
        }
      }
    }
  }

  @Test
  void examplesOfAnotherKindAreRefused() {
    try (NeighbourSearch search =
        new NeighbourSearch(Distance.L2, NaiveNeighbours.bytes(1, 2, 3, 9), 1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> search.add(NaiveNeighbours.bytes(1, 2, 4, 9), 0, Stretch.EMPTY));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> search.add(NaiveNeighbours.floats(1, 2, 3, 0, 1), 0, Stretch.EMPTY));
    }
  }

  @Test
  void valuesThatHaveNoDistanceAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FloatVectors(2, new int[2], new float[] {1, 2, 3, Float.NaN}))
        .withMessageContaining("value 1 of example 1 is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ByteVectors(2, new int[2], new byte[5]));
  }
}
