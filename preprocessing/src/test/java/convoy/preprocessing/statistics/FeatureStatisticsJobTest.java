// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.LocalSpark;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.statistics.StatisticsJob.Components;
import convoy.preprocessing.statistics.StatisticsJob.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features from shards to statistics, and what is refused for them. */
class FeatureStatisticsJobTest {
  private static final ImageShape SHAPE = new ImageShape(3, 1, 1);
  private static final Request EXACT = Request.exact(SHAPE);

  @TempDir static Path temporary;
  private static ShardFolder shards;
  private static List<Example> examples;

  @BeforeAll
  static void write() throws IOException {
    examples =
        IntStream.range(0, 50)
            .mapToObj(i -> SmallShards.features("e" + i, i / 7f, (float) Math.sin(i), 1e-30f * i))
            .toList();
    shards = SmallShards.write(temporary.resolve("shards"), examples);
  }

  @Test
  void shardsGiveFeaturesBackToTheLastBit() {
    assertThat(shards.manifest().elements()).isEqualTo(ElementType.FLOAT32);
    ImageBlock block = shards.blocks(LocalSpark.context(), Split.TRAIN, 1, SHAPE).collect().get(0);
    assertThat(block.count()).isEqualTo(50);
    float[] features = new float[4];
    List<float[]> seen =
        IntStream.range(0, 50)
            .mapToObj(
                i -> {
                  block.copyImage(i, features, 1);
                  return features.clone();
                })
            .toList();
    assertThat(seen).contains(new float[] {0, 13 / 7f, (float) Math.sin(13), 1e-30f * 13});
  }

  /** With 64 tasks for 50 examples, 14 have none. */
  @Test
  void leavesTheSameBytesForAnyNumberOfTasks() throws IOException {
    FeatureSums sums = FeatureSums.zero(SHAPE);
    examples.forEach(example -> sums.add(example.image()));
    Path expected = folder(Statistics.of(sums, shards.manifest().split(Split.TRAIN).digest()), "1");
    for (int tasks : new int[] {1, 2, 7, 64}) {
      Statistics found = StatisticsJob.run(LocalSpark.context(), shards, tasks, EXACT);
      Path folder = folder(found, "tasks-" + tasks);
      try (var files = Files.list(expected)) {
        assertThat(files)
            .hasSizeGreaterThan(9)
            .allSatisfy(
                file ->
                    assertThat(folder.resolve(file.getFileName())).hasSameBinaryContentAs(file));
      }
      assertThat(at(folder).read()).usingRecursiveComparison().isEqualTo(found);
    }
  }

  private static Path folder(Statistics statistics, String name) throws IOException {
    Path folder = temporary.resolve(name);
    at(folder).write(statistics, Map.of(), false);
    return folder;
  }

  private static StatisticsFolder at(Path folder) throws IOException {
    return new StatisticsFolder(new org.apache.hadoop.fs.Path(folder.toUri()), new Configuration());
  }

  @Test
  void namesTheExampleThatIsNotANumber() throws IOException {
    ShardFolder broken =
        SmallShards.write(
            temporary.resolve("broken"),
            List.of(
                SmallShards.features("good", 1, 2, 3),
                SmallShards.features("bad/17", 1, Float.NEGATIVE_INFINITY, 3)));
    assertThatThrownBy(() -> StatisticsJob.run(LocalSpark.context(), broken, 1, EXACT))
        .rootCause()
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("feature 1 of example bad/17 is -Infinity")
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesWhatIsOfImages() {
    for (Request request :
        List.of(
            new Request(SHAPE, List.of(1), new Components.Exact()),
            new Request(SHAPE, List.of(), new Components.Randomized(2, 1)))) {
      assertThatThrownBy(() -> StatisticsJob.run(LocalSpark.context(), shards, 1, request))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("the examples are lists of float32 features")
          .hasMessageNotContaining("\n");
    }
    assertThatThrownBy(() -> shards.shape(32))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("imageSize = 32")
        .hasMessageContaining("float32 features");
    assertThat(shards.shape(0)).isEqualTo(SHAPE);
  }

  @Test
  void refusesADataSetOfSeveralKinds() {
    Example image =
        new Example("grey.png", 1, new ImageShape(1, 1, 3), Encoding.GRAY8, new byte[3]);
    refused("kinds", image).contains("a data set has examples of one kind", "grey.png", "uint8");
    refused("lengths", SmallShards.features("longer", 1, 2, 3, 4))
        .contains("differ in the number of their features");
  }

  private static AbstractStringAssert<?> refused(String name, Example odd) {
    List<Example> mixed = List.of(examples.get(0), examples.get(1), examples.get(2), odd);
    Throwable error = catchThrowable(() -> SmallShards.write(temporary.resolve(name), mixed));
    while (error.getCause() != null) {
      error = error.getCause();
    }
    assertThat(error).isInstanceOf(BadInputException.class);
    return assertThat(error.getMessage()).doesNotContain("\n");
  }
}
