// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.report.PreprocessingPictures;
import convoy.pipeline.command.Captured;
import convoy.pipeline.folder.RunFolder;
import convoy.preprocessing.Example;
import convoy.preprocessing.Split;
import convoy.preprocessing.augment.Augmentations;
import convoy.preprocessing.augment.ContactSheet;
import convoy.preprocessing.shard.FirstExamples;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.statistics.Statistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a small run, with its shards, without them, and with others in their place. */
class TrainingPicturesTest {
  private static final int SIZE = 16;

  @TempDir static Path temporary;
  private static Path folder;
  private static Statistics statistics;

  @BeforeAll
  static void run() throws IOException {
    folder = temporary.resolve("run");
    Captured run =
        Captured.run(
            "run",
            "--master",
            "local[2]",
            "--source",
            "synthetic:train=200,test=20,seed=1",
            "--image-size",
            Integer.toString(SIZE),
            "--model",
            "softmax",
            "--epochs",
            "1",
            "--run",
            folder.toString());
    assertThat(run.status()).as(run.err()).isZero();
    statistics = RunStatistics.of(open(folder)).statistics();
  }

  private static RunFolder open(Path path) throws IOException {
    return RunFolder.open(path.toString(), new Configuration());
  }

  /** A copy of the run, to take things away from. */
  private static Path copy(String name) throws IOException {
    Path copy = temporary.resolve(name);
    FileUtils.copyDirectory(folder.toFile(), copy.toFile());
    return copy;
  }

  @Test
  void picturesAreOfTheTrainingSplitsStatisticsAndFirstImages() throws IOException {
    PreprocessingPictures pictures = pictures(Augmentations.NONE).draw();

    assertThat(pictures.principal().mean()).isEqualTo(statistics.pixels().mean());
    assertThat(pictures.principal().count()).isEqualTo(144);
    assertThat(pictures.principal().eigenvectors())
        .isEqualTo(Arrays.copyOf(statistics.components().eigenvectors(), 144 * 3 * SIZE * SIZE));
    assertThat(pictures.principal().eigenvalues()).isEqualTo(statistics.components().eigenvalues());
    assertThat(pictures.examples()).hasSize(49);
    assertThat(pictures.examples()).containsExactlyElementsOf(images(first(49)));
    assertThat(pictures.augmented()).isEmpty();
    assertThat(folder.resolve("report.html"))
        .content()
        .contains("<section id=\"preprocessing\">", "49 images of the training split")
        .containsPattern("always training's largest class</dt><dd>[0-9.]+\u00a0%");
  }

  @Test
  void theContactSheetShowsTheFirstImagesByClassAndEpoch() throws IOException {
    Augmentations chain = Augmentations.parse("flip alternating, crop 4 reflect, pca-noise");
    ContactSheet sheet = pictures(chain).draw().augmented().orElseThrow();

    List<Example> shown = first(8);
    List<String> classes = shards().manifest().classNames();
    assertThat(sheet.chain()).isEqualTo(chain.text());
    assertThat(sheet.rows())
        .extracting(ContactSheet.Row::name)
        .containsExactlyElementsOf(shown.stream().map(one -> classes.get(one.label())).toList());
    assertThat(sheet.rows()).extracting(row -> row.images().size()).containsOnly(9);
    assertThat(sheet.rows().stream().map(row -> row.images().get(0)).toList())
        .containsExactlyElementsOf(images(shown));
  }

  @Test
  void theReportIsWrittenWithoutShards() throws IOException {
    Path copy = copy("without");
    FileUtils.deleteDirectory(copy.resolve("shards").toFile());
    Files.delete(copy.resolve("report.html"));
    Files.delete(copy.resolve("report.json"));

    Captured report = Captured.run("report", copy.toString());

    assertThat(report.status()).as(report.err()).isZero();
    assertThat(copy.resolve("report.json")).content().startsWith("{").contains("\"answer\" : {");
    assertThat(copy.resolve("report.html"))
        .content()
        .contains("The first 144 eigenvectors of the covariance")
        .doesNotContain("49 images of the training split");
  }

  @Test
  void theReportIsWrittenWhereOnlyTheManifestOfTheShardsIsLeft() throws IOException {
    Path copy = copy("manifest");
    FileUtils.deleteDirectory(copy.resolve("shards").resolve("train").toFile());

    assertThat(Captured.run("report", copy.toString()).status()).isZero();
    assertThat(copy.resolve("report.html"))
        .content()
        .contains("The first 144 eigenvectors")
        .doesNotContain("49 images of the training split");
  }

  @Test
  void imagesOfOtherShardsAreNotShown() throws IOException {
    Path copy = copy("others");
    Captured shard =
        Captured.run(
            "shard",
            "--master",
            "local[2]",
            "--source",
            "synthetic:train=100,test=20,seed=2",
            "--output",
            copy.resolve("shards").toString(),
            "--overwrite");
    assertThat(shard.status()).as(shard.err()).isZero();

    assertThat(Captured.run("report", copy.toString()).status()).isZero();
    assertThat(copy.resolve("report.html"))
        .content()
        .doesNotContain("49 images of the training split");
  }

  @Test
  void whatTrainingWasOfIsKnownWhileItsShardsAreThere() throws IOException {
    Path copy = copy("histogram");
    Optional<ShardFolder> there = TrainingShards.of(open(copy), statistics);
    assertThat(TrainingShards.histogram(there))
        .isEqualTo(shards().manifest().split(Split.TRAIN).classHistogram());
    FileUtils.deleteDirectory(copy.resolve("shards").toFile());
    assertThat(TrainingShards.of(open(copy), statistics)).isEmpty();
    assertThat(TrainingShards.histogram(Optional.empty())).isEmpty();
  }

  @Test
  void withoutStatisticsThereIsNoReport() throws IOException {
    Path copy = copy("nothing");
    FileUtils.deleteDirectory(copy.resolve("statistics").toFile());

    Captured report = Captured.run("report", copy.toString());

    assertThat(report.status()).isEqualTo(2);
    assertThat(report.complaint()).contains("statistics");
  }

  private static TrainingPictures pictures(Augmentations chain) throws IOException {
    return new TrainingPictures(open(folder), statistics, Optional.of(shards()), chain);
  }

  private static ShardFolder shards() throws IOException {
    return ShardFolder.open(Inputs.place(open(folder), "shards"), new Configuration());
  }

  private static List<Example> first(int most) throws IOException {
    return FirstExamples.read(
        shards(), Split.TRAIN, most, shards().shape(SIZE), new Configuration());
  }

  private static List<byte[]> images(List<Example> examples) {
    return examples.stream().map(Example::image).toList();
  }
}
