// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.evaluation.LocalSpark;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.LabelledImage;
import convoy.preprocessing.transform.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NeighboursJobTest {
  private static final List<Integer> KS = List.of(1, 2, 7, 500);
  private static final ByteVectors TRAINING = NaiveNeighbours.bytes(1, 301, 6, 4);
  private static final ByteVectors QUERIES = NaiveNeighbours.bytes(2, 80, 6, 4);

  private static NeighboursSettings settings(Distance distance) {
    return new NeighboursSettings(distance, KS, 4);
  }

  /** Blocks between the cuts, one a partition. */
  private static JavaRDD<Vectors> parts(Vectors whole, int... cuts) {
    List<Vectors> blocks = new ArrayList<>();
    int from = 0;
    for (int end : IntStream.concat(IntStream.of(cuts), IntStream.of(whole.count())).toArray()) {
      blocks.add(whole.slice(from, end));
      from = end;
    }
    return spark().parallelize(blocks, blocks.size());
  }

  private static JavaSparkContext spark() {
    return LocalSpark.context();
  }

  private static int naive(Distance distance, Vectors queries, int query, int k, Stretch leftOut) {
    int[] nearest =
        NaiveNeighbours.nearest(
            distance, queries, query, TRAINING, i -> i < leftOut.from() || i >= leftOut.to());
    return NaiveNeighbours.vote(
        IntStream.of(NaiveNeighbours.first(nearest, k)).map(i -> TRAINING.labels()[i]).toArray());
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void predictsWhatANaiveLoopSays(Distance distance) {
    NeighboursResult result =
        NeighboursJob.run(
            parts(TRAINING, 100), parts(QUERIES, 30), settings(distance), compared -> {});

    for (int i = 0; i < KS.size(); i++) {
      long[][] confusion = new long[4][4];
      for (int query = 0; query < QUERIES.count(); query++) {
        int expected = naive(distance, QUERIES, query, KS.get(i), Stretch.EMPTY);
        assertThat(result.predictions()[i][query]).isEqualTo(expected);
        confusion[QUERIES.labels()[query]][expected]++;
      }
      assertThat(result.confusion(KS.get(i))).isDeepEqualTo(confusion);
      assertThat(result.metrics().get(i).count()).isEqualTo(80);
    }
    assertThat(spark().getPersistentRDDs()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void anyPartitioningGivesTheSameAnswer(Distance distance) {
    FloatVectors floats = NaiveNeighbours.floats(3, 301, 6, 0, 1);
    for (Vectors training : new Vectors[] {TRAINING, floats}) {
      Vectors queries = training.slice(50, 120);
      NeighboursResult one =
          NeighboursJob.run(parts(training), parts(queries), settings(distance), compared -> {});
      JavaRDD<Vectors> parts = parts(training, 0, 3, 3, 150, 280, 301);
      JavaRDD<Vectors> several = parts.coalesce(3);
      for (JavaRDD<Vectors> other : List.of(parts, several)) {
        NeighboursResult many =
            NeighboursJob.run(other, parts(queries, 10, 11), settings(distance), compared -> {});
        assertThat(many.predictions()).isDeepEqualTo(one.predictions());
        assertThat(many.metrics()).isEqualTo(one.metrics());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void eachFoldIsPredictedFromTheOthers(Distance distance) {
    Folds folds = new Folds(5, TRAINING.count());
    for (int[] cuts : new int[][] {{}, {0, 61, 200}}) {
      FoldResults results =
          NeighboursJob.crossValidate(parts(TRAINING, cuts), 5, settings(distance), compared -> {});

      for (int fold = 0; fold < 5; fold++) {
        Stretch stretch = folds.stretch(fold);
        NeighboursResult result = results.folds().get(fold);
        for (int i = 0; i < KS.size(); i++) {
          assertThat(result.predictions()[i]).hasSize(stretch.count());
          for (int q = 0; q < stretch.count(); q++) {
            assertThat(result.predictions()[i][q])
                .isEqualTo(naive(distance, TRAINING, stretch.from() + q, KS.get(i), stretch));
          }
        }
      }
    }
  }

  @Test
  void blocksOfImagesAreComparedRawOrPreprocessed() {
    ImageShape shape = new ImageShape(1, 2, 3);
    List<LabelledImage> images = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      byte[] pixels = new byte[6];
      System.arraycopy(TRAINING.values(), i * 6, pixels, 0, 6);
      images.add(new LabelledImage(i, TRAINING.labels()[i], pixels));
    }
    ImageBlock block = new ImageBlock(shape, images);

    assertThat(((ByteVectors) Vectors.of(block)).values())
        .containsExactly(TRAINING.slice(0, 150).values());
    FloatVectors scaled = FloatVectors.of(block, new Scaling(6, new float[] {255}));
    assertThat(scaled.count()).isEqualTo(150);
    for (int i = 0; i < 900; i++) {
      assertThat(scaled.values()[i]).isCloseTo((TRAINING.values()[i] & 0xff) / 255f, within(1e-6f));
    }
    assertThat(scaled.labels()).containsExactly(TRAINING.slice(0, 150).labels());
  }

  @Test
  void queriesAreCountedAsTheyAreCompared() {
    List<Long> counts = new ArrayList<>();
    NeighboursJob.run(
        parts(TRAINING, 100), parts(QUERIES, 30, 30), settings(Distance.L2), counts::add);
    assertThat(counts).containsExactly(30L, 80L);

    counts.clear();
    NeighboursJob.crossValidate(parts(TRAINING, 100), 3, settings(Distance.L2), counts::add);
    assertThat(counts).containsExactly(100L, 200L, 301L);
  }

  @Test
  void noQueryIsAnEmptyAnswer() {
    NeighboursResult result =
        NeighboursJob.run(
            parts(TRAINING), parts(QUERIES.slice(0, 0)), settings(Distance.L2), compared -> {});

    assertThat(result.metrics()).allMatch(metrics -> metrics.count() == 0);
    assertThat(result.bestK()).isEqualTo(1);
  }

  @Test
  void oneTrainingExampleIsEveryonesNeighbour() {
    NeighboursResult result =
        NeighboursJob.run(
            parts(TRAINING.slice(0, 1), 0), parts(QUERIES), settings(Distance.L1), compared -> {});

    for (int[] predictions : result.predictions()) {
      assertThat(predictions).containsOnly(TRAINING.labels()[0]);
    }
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    assertRefused(parts(TRAINING.slice(0, 0)), parts(QUERIES), 4, "no training example");
    assertRefused(parts(TRAINING), parts(QUERIES), 2, "classes 0 to 1");
    assertRefused(
        parts(TRAINING), parts(NaiveNeighbours.bytes(1, 2, 7, 4)), 4, "7 bytes", "6 bytes");
    assertRefused(
        parts(TRAINING), parts(NaiveNeighbours.floats(1, 2, 6, 0, 1)), 4, "6 floats", "6 bytes");
  }

  private static void assertRefused(
      JavaRDD<Vectors> training, JavaRDD<Vectors> queries, int classes, String... reasons) {
    assertThatThrownBy(
            () ->
                NeighboursJob.run(
                    training,
                    queries,
                    new NeighboursSettings(Distance.L2, KS, classes),
                    compared -> {}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(reasons);
  }
}
