// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.LocalSpark;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.statistics.StatisticsJob.Components;
import convoy.preprocessing.statistics.StatisticsJob.Request;
import convoy.preprocessing.transform.Preprocessors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.StringUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsJobTest {
  private static final int TRAIN = 50;
  private static final Request WITH_PATCHES =
      new Request(SmallShards.SHAPE, List.of(1, 2, 3), new Components.Exact());

  private static final Request EXACT = Request.exact(SmallShards.SHAPE);

  @TempDir static Path temporary;
  private static ShardFolder shards;

  @BeforeAll
  static void write() throws IOException {
    shards = SmallShards.write(temporary.resolve("shards"), TRAIN, 10, 10);
  }

  /** With 64 tasks for 50 images, 14 have none. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void leavesTheSameBytesForAnyNumberOfTasks(int tasks) throws IOException {
    PixelSums sums = PixelSums.zero(SmallShards.SHAPE);
    SmallShards.images(Split.TRAIN, TRAIN).forEach(sums::add);
    String digest = shards.manifest().split(Split.TRAIN).digest();
    Statistics expected = Statistics.of(sums, digest, WITH_PATCHES.patches());
    Statistics found = StatisticsJob.run(LocalSpark.context(), shards, tasks, WITH_PATCHES);
    assertThat(bytes(found, "job-" + tasks)).isEqualTo(bytes(expected, "single-" + tasks));
  }

  /** Blocks of more than one multiplication, merged in whatever order tasks are done. */
  @Test
  void leavesTheSameBytesEveryTime() throws IOException {
    ShardFolder more = SmallShards.write(temporary.resolve("more"), 3000, 1, 1);
    var first = bytes(StatisticsJob.run(LocalSpark.context(), more, 64, EXACT), "time-0");
    for (int time = 1; time < 3; time++) {
      Statistics again = StatisticsJob.run(LocalSpark.context(), more, 7 * time, EXACT);
      assertThat(bytes(again, "time-" + time)).isEqualTo(first);
    }
  }

  @Test
  void doesNotSeeTheOtherSplits() throws IOException {
    ShardFolder grown = SmallShards.write(temporary.resolve("grown"), TRAIN, 200, 300);
    assertThat(grown.manifest().split(Split.VALIDATION).count()).isEqualTo(200);
    assertThat(grown.manifest().split(Split.TEST).count()).isEqualTo(300);
    for (Request request :
        List.of(
            WITH_PATCHES,
            new Request(SmallShards.SHAPE, List.of(), new Components.Randomized(3, 1)))) {
      String kind = request.components().getClass().getSimpleName();
      var before = bytes(StatisticsJob.run(LocalSpark.context(), shards, 2, request), "b" + kind);
      var after = bytes(StatisticsJob.run(LocalSpark.context(), grown, 2, request), "a" + kind);
      assertThat(after).containsKey("statistics.json").isEqualTo(before);
    }
  }

  /** The other half of the test above: one more training image does show. */
  @Test
  void seesTheTrainingSplit() throws IOException {
    ShardFolder grown = SmallShards.write(temporary.resolve("one-more"), TRAIN + 1, 10, 10);
    var before = bytes(StatisticsJob.run(LocalSpark.context(), shards, 2, EXACT), "one-before");
    var after = bytes(StatisticsJob.run(LocalSpark.context(), grown, 2, EXACT), "one-after");
    assertThat(after.get("covariance.npy")).isNotEqualTo(before.get("covariance.npy"));
    assertThat(after.get("statistics.json")).isNotEqualTo(before.get("statistics.json"));
  }

  /** All directions of the sketch together span everything: nothing is left to chance. */
  @Test
  void findsTheExactComponentsAtRandomWhereTheSketchSpansAll() {
    int d = SmallShards.SHAPE.size();
    Statistics exact = StatisticsJob.run(LocalSpark.context(), shards, 2, EXACT);
    Statistics random = randomized(d, 2);
    assertThat(random.hasCovariance()).isFalse();
    assertThat(random.pixels()).usingRecursiveComparison().isEqualTo(exact.pixels());
    assertThat(random.channels()).usingRecursiveComparison().isEqualTo(exact.channels());
    assertThat(random.components().eigenvalues())
        .containsExactly(exact.components().eigenvalues(), within(1e-8));
    double total = exact.components().totalVariance();
    assertThat(random.components().totalVariance()).isCloseTo(total, within(1e-10 * total));
  }

  /** To rounding: the second pass adds in fp64. */
  @Test
  void findsTheSameComponentsAtRandomForAnyNumberOfTasks() {
    PrincipalComponents one = randomized(4, 1).components();
    for (int tasks : new int[] {2, 7, 64}) {
      PrincipalComponents other = randomized(4, tasks).components();
      for (int k = 0; k < 4; k++) {
        double value = one.eigenvalues()[k];
        assertThat(other.eigenvalues()[k]).isCloseTo(value, within(1e-10 * value));
      }
      assertThat(other.eigenvectors()).containsExactly(one.eigenvectors(), within(1e-8));
      PrincipalComponents again = randomized(4, tasks).components();
      assertThat(again.eigenvectors()).isEqualTo(other.eigenvectors());
    }
  }

  /** In the first pass, which is exact. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64})
  void describesColoursWithoutACovarianceToTheLastBit(int tasks) {
    Request colours = new Request(SmallShards.SHAPE, List.of(1), new Components.Randomized(4, 1));
    Statistics exact = StatisticsJob.run(LocalSpark.context(), shards, 2, WITH_PATCHES);
    Statistics random = StatisticsJob.run(LocalSpark.context(), shards, tasks, colours);
    assertThat(random.channels().covariance()).isEqualTo(exact.channels().covariance());
    assertThat(random.patches())
        .usingRecursiveComparison()
        .isEqualTo(exact.patches().subList(0, 1));
  }

  @Test
  void refusesLargerPatchesWithoutACovariance() {
    Request both = new Request(SmallShards.SHAPE, List.of(1, 2), new Components.Randomized(4, 1));
    assertThatThrownBy(() -> StatisticsJob.run(LocalSpark.context(), shards, 1, both))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("covariance = always, statistics.components = 0")
        .hasMessageContaining("size 1 (colours)");
  }

  @Test
  void describesValuesAndColoursAloneToTheLastBitOfTheExactStatistics() throws IOException {
    Request alone = new Request(SmallShards.SHAPE, List.of(1), new Components.None());
    Statistics exact = StatisticsJob.run(LocalSpark.context(), shards, 2, WITH_PATCHES);
    Statistics found = StatisticsJob.run(LocalSpark.context(), shards, 7, alone);
    assertThat(found.hasCovariance()).isFalse();
    assertThat(found.components().count()).isZero();
    double total = exact.components().totalVariance();
    assertThat(found.components().totalVariance()).isCloseTo(total, within(1e-10 * total));

    var exactBytes = bytes(exact, "with");
    var foundBytes = bytes(found, "alone");
    assertThat(foundBytes)
        .containsKeys("mean-image.npy", "channel-covariance.npy", "patch-1x1-covariance.npy")
        .doesNotContainKeys("covariance.npy", "eigenvalues.npy", "eigenvectors.npy");
    foundBytes.keySet().removeIf(name -> name.contains("statistics.json"));
    assertThat(exactBytes).containsAllEntriesOf(foundBytes);

    Statistics read =
        new StatisticsFolder(
                new org.apache.hadoop.fs.Path(temporary.resolve("alone").toUri()),
                new Configuration())
            .read();
    assertThat(read).usingRecursiveComparison().isEqualTo(found);
    assertThat(alone.describes(read)).isTrue();
    assertThat(EXACT.describes(read)).isFalse();
    assertThat(EXACT.describes(exact)).isTrue();
    assertThat(alone.describes(exact)).isFalse();
  }

  @Test
  void statisticsWithoutComponentsFitWhatNeedsNoneAndSayHowToGetThem() {
    Request alone = new Request(SmallShards.SHAPE, List.of(), new Components.None());
    Statistics exact = StatisticsJob.run(LocalSpark.context(), shards, 2, EXACT);
    Statistics found = StatisticsJob.run(LocalSpark.context(), shards, 2, alone);
    for (String legal : List.of("unit", "channel", "mean-image", "centre=image, scale=range")) {
      assertThat(Preprocessors.fit(legal, found))
          .usingRecursiveComparison()
          .isEqualTo(Preprocessors.fit(legal, exact));
    }
    for (String refused : List.of("pca=2", "channel, pca-whiten", "zca")) {
      assertThatThrownBy(() -> Preprocessors.fit(refused, found))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("--covariance always")
          .hasMessageContaining("--components 256");
    }
  }

  private static Statistics randomized(int components, int tasks) {
    return StatisticsJob.run(
        LocalSpark.context(),
        shards,
        tasks,
        new Request(SmallShards.SHAPE, List.of(), new Components.Randomized(components, 9)));
  }

  /** The contents, in hexadecimal, of every file of a folder with these statistics. */
  private static SortedMap<String, String> bytes(Statistics statistics, String name)
      throws IOException {
    Path folder = temporary.resolve(name);
    new StatisticsFolder(new org.apache.hadoop.fs.Path(folder.toUri()), new Configuration())
        .write(statistics, Map.of(), false);
    SortedMap<String, String> bytes = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        bytes.put(
            file.getFileName().toString(), StringUtils.byteToHexString(Files.readAllBytes(file)));
      }
    }
    return bytes;
  }
}
