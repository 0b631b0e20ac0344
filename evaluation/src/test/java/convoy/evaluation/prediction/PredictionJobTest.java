// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.evaluation.HeldTask;
import convoy.evaluation.LocalSpark;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.NamedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PredictionJobTest {
  private static final List<NamedImage> IMAGES =
      List.of(
          new NamedImage("b", NamedImage.UNLABELLED, new byte[] {75}, null),
          new NamedImage("a", NamedImage.UNLABELLED, new byte[] {25}, null));

  @TempDir Path temporary;

  private List<PredictionFile> predict(
      PredictionFormat format, Function<ImageBlock, float[]> networks) throws IOException {
    JavaSparkContext spark = LocalSpark.context();
    return PredictionJob.run(
        spark.parallelize(IMAGES, 2),
        List.of("b", "a"),
        new PredictionJob.Question(
            new RowMaker(networks, new ImageShape(1, 1, 1), ElementType.UINT8, 8, List.of()),
            new PredictionColumns(List.of("dark", "light"), true),
            spark.sc().longAccumulator(),
            Map.of()),
        new PredictionJob.Target(
            format,
            10,
            new org.apache.hadoop.fs.Path(temporary.resolve("predictions").toUri()),
            false));
  }

  private static float[] answers(ImageBlock block) {
    float light = block.images().get(0).pixels()[0] / 100f;
    return new float[] {1 - light, light};
  }

  @ParameterizedTest
  @EnumSource
  void theRowsAndWhatTheyAreStandAlone(PredictionFormat format) throws IOException {
    List<PredictionFile> files = predict(format, PredictionJobTest::answers);

    String name = "predictions-00000." + format.ending();
    assertThat(files).containsExactly(new PredictionFile(name, 2, 0, 0, 0));
    assertThat(temporary.resolve("predictions").toFile().list())
        .filteredOn(file -> !file.endsWith(".crc"))
        .containsExactlyInAnyOrder(name, PredictionJob.ABOUT);
    if (format == PredictionFormat.CSV) {
      assertThat(temporary.resolve("predictions").resolve(name))
          .hasContent(
              """
              id,label,predicted,predicted_index,probability,probability_dark,probability_light,error
              a,,dark,0,0.75,0.75,0.25,
              b,,light,1,0.75,0.25,0.75,
              """);
    }
  }

  /** Both images go through the networks at the same time. */
  @Test
  void aTaskThatIsLateLeavesNothing() {
    try (HeldTask late = new HeldTask(LocalSpark.context())) {
      assertThatThrownBy(() -> predict(PredictionFormat.CSV, PredictionJobTest::heldOrFailed))
          .isInstanceOf(SparkException.class)
          .hasMessageContaining("a task fails");
      assertThat(late.hasEnded()).isTrue();
    }
    assertThat(temporary).isEmptyDirectory();
  }

  private static float[] heldOrFailed(ImageBlock block) {
    if (block.images().get(0).pixels()[0] == 75) {
      HeldTask.hold();
    } else {
      HeldTask.fail();
    }
    return answers(block);
  }
}
