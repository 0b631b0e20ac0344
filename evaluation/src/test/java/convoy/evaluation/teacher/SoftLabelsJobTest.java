// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.evaluation.HeldTask;
import convoy.evaluation.LocalSpark;
import convoy.evaluation.UntrainedNetwork;
import convoy.evaluation.ensemble.Member;
import convoy.evaluation.ensemble.ParameterSets;
import convoy.evaluation.ensemble.Predictions;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.augment.View;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.LabelledImage;
import convoy.training.model.ModelSettings;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoftLabelsJobTest {
  private static final ImageShape SHAPE = new ImageShape(1, 2, 3);
  private static final int CLASSES = 3;
  private static final ReplicaSpec SPEC = spec();

  /** Of three workers, the last of which holds no example. */
  private static final List<ImageBlock> WORKERS = List.of(images(1, 7), images(2, 6), images(3, 0));

  private static final SoftLabels.Teacher TEACHER =
      new SoftLabels.Teacher("file:/runs/teacher", List.of("one", "two"), "abc", 5);

  @TempDir java.nio.file.Path temporary;

  private static ReplicaSpec spec() {
    ModelSettings settings =
        new ModelSettings("softmax", 1, 0, 0, false, SHAPE, List.of("a", "b", "c"));
    return UntrainedNetwork.of(settings, 2);
  }

  private static ImageBlock images(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LabelledImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[SHAPE.size()];
      random.nextBytes(pixels);
      images.add(new LabelledImage(random.nextLong(), i % CLASSES, pixels));
    }
    return new ImageBlock(SHAPE, images);
  }

  private static float[] parameters(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] parameters = new float[(SHAPE.size() + 1) * CLASSES];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextDouble(-3, 3);
    }
    return parameters;
  }

  private static JavaRDD<ImageBlock> workers() {
    return LocalSpark.context().parallelize(WORKERS, WORKERS.size());
  }

  private Path folder() {
    return new Path(temporary.resolve("teacher").toUri());
  }

  private void ask(float[]... sets) throws IOException {
    ask(WORKERS.stream().map(block -> (long) block.count()).toList(), sets);
  }

  private void ask(List<Long> examples, float[]... sets) throws IOException {
    ask(workers(), examples, sets);
  }

  private void ask(JavaRDD<ImageBlock> workers, List<Long> examples, float[]... sets)
      throws IOException {
    JavaSparkContext spark = LocalSpark.context();
    try (Predictions predictions =
        Predictions.toAskOnce(
            spark,
            workers,
            List.of(new ParameterSets(SPEC, List.of(sets))),
            List.of(View.AS_IT_IS))) {
      SoftLabelsJob.run(
          spark,
          predictions,
          new SoftLabelsJob.Request(
              folder(), Member.mean("teacher", List.of(0, 1)), TEACHER, examples));
    }
  }

  private static float[] alone(ImageBlock block, float[] set) {
    try (Replica replica = new Replica(SPEC)) {
      replica.load(set);
      return replica.probabilities(replica.seen(block, View.AS_IT_IS));
    }
  }

  private SoftLabels open() throws IOException {
    return SoftLabels.open(folder(), new Configuration());
  }

  @Test
  void everyExampleHasTheMeanOfWhatTheSetsSayOfIt() throws IOException {
    ask(parameters(1), parameters(2));

    List<ImageBlock> taught = open().beside(LocalSpark.context(), workers()).collect();

    assertThat(taught).hasSize(WORKERS.size());
    for (int worker = 0; worker < WORKERS.size(); worker++) {
      ImageBlock block = WORKERS.get(worker);
      assertThat(taught.get(worker).images())
          .extracting(LabelledImage::key)
          .isEqualTo(block.images().stream().map(LabelledImage::key).toList());
      float[] one = alone(block, parameters(1));
      float[] two = alone(block, parameters(2));
      float[] mean = new float[one.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (one[i] + two[i]) / 2;
      }
      assertThat(taught.get(worker).softLabels()).containsExactly(mean, within(1e-6f));
    }
    assertThat(open().teacher()).isEqualTo(TEACHER);
    try (Stream<java.nio.file.Path> files = Files.list(temporary.resolve("teacher"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(file -> !file.endsWith(".crc"))
          .containsExactlyInAnyOrder(
              "teacher.json", "part-00000.npy", "part-00001.npy", "part-00002.npy");
    }
  }

  @Test
  void theDigestIsThatOfTheProbabilities() throws IOException {
    ask(parameters(1), parameters(2));
    String digest = open().digest();
    folderIsGone();
    ask(parameters(1), parameters(2));
    assertThat(open().digest()).isEqualTo(digest);
    folderIsGone();
    ask(parameters(1), parameters(3));
    assertThat(open().digest()).isNotEqualTo(digest);
  }

  private void folderIsGone() throws IOException {
    folder().getFileSystem(new Configuration()).delete(folder(), true);
  }

  @Test
  void whatIsNoProbabilityIsRefusedAndNothingIsLeft() {
    float[] broken = parameters(1);
    broken[0] = Float.NaN;

    assertThatThrownBy(() -> ask(broken, parameters(2)))
        .isInstanceOf(SparkException.class)
        .hasStackTraceContaining("the teacher gives NaN");
    assertThat(temporary).isEmptyDirectory();
  }

  /** Creates its file when the job has failed. */
  @Test
  void aTaskThatIsLateLeavesNothing() {
    JavaRDD<ImageBlock> workers =
        workers()
            .mapPartitionsWithIndex(
                (worker, blocks) -> {
                  if (worker == 0) {
                    HeldTask.hold();
                  } else {
                    HeldTask.fail();
                  }
                  return blocks;
                },
                true);
    try (HeldTask late = new HeldTask(LocalSpark.context())) {
      assertThatThrownBy(() -> ask(workers, List.of(7L, 6L, 0L), parameters(1), parameters(2)))
          .isInstanceOf(SparkException.class)
          .hasMessageContaining("a task fails");
      assertThat(late.hasEnded()).isTrue();
    }
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void moreThanAnArrayHoldsIsRefusedBeforeAnythingIsAsked() {
    assertThatThrownBy(() -> ask(List.of(7L, 1L << 30, 0L), parameters(1), parameters(2)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("1,073,741,824 examples", "--workers");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void rowsThatAreOfOtherExamplesAreRefused() throws IOException {
    ask(parameters(1), parameters(2));
    SoftLabels labels = open();

    labels.requireOf("abc", 5, 3, 3);
    assertThatThrownBy(() -> labels.requireOf("abd", 5, 3, 3))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("another training split");
    assertThatThrownBy(() -> labels.requireOf("abc", 6, 3, 3))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> labels.requireOf("abc", 5, 3, 2))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void aFileThatWasChangedIsRefused() throws IOException {
    ask(parameters(1), parameters(2));
    java.nio.file.Path part = temporary.resolve("teacher/part-00001.npy");
    byte[] bytes = Files.readAllBytes(part);
    bytes[bytes.length - 2] ^= 1;
    Files.write(part, bytes);

    SoftLabels labels = open();
    assertThatThrownBy(() -> labels.beside(LocalSpark.context(), workers()).collect())
        .isInstanceOf(SparkException.class)
        .hasStackTraceContaining("part-00001.npy cannot be read (its digest is");

    Files.delete(temporary.resolve("teacher/teacher.json"));
    assertThatThrownBy(this::open)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("holds no probabilities of a teacher");
  }
}
