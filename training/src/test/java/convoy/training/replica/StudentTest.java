// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.augment.View;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.RandomImages;
import convoy.training.loss.SoftenedCrossEntropy;
import convoy.training.model.GradientClipping;
import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import convoy.training.model.Optimization;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Local steps of a replica that learns from labels and from a teacher. */
class StudentTest {
  private static final int CLASSES = SmallNetworks.CLASSES;
  private static final ImageBlock BLOCK = RandomImages.block(1, 40, SmallNetworks.SHAPE, CLASSES);
  private static final int STEPS = 5;

  private static ReplicaSpec plain(String model) {
    return SmallNetworks.spec(model, 0.5, 1);
  }

  /** The same network, at the same learning rate, as a student. */
  private static ReplicaSpec student(String model, double temperature, double share) {
    ModelSettings settings =
        new ModelSettings(
            model, 16, 0.5, 0, false, SmallNetworks.SHAPE, List.of("a", "b", "c", "d"));
    return plain(model)
        .taught(
            Models.student(
                    settings,
                    new Optimization(0.01, 0.9, new GradientClipping.None()),
                    1,
                    new SoftenedCrossEntropy(temperature, share))
                .toJson());
  }

  private static RoundResult train(ReplicaSpec spec, ImageBlock block, int steps) {
    double[] rates = new double[steps];
    Arrays.fill(rates, 0.01);
    float[] parameters;
    try (Replica replica = new Replica(spec)) {
      parameters = replica.parameters();
    }
    RoundStart start =
        new RoundStart(
            parameters, new float[0], 0, 0, List.of(0), 0, rates, Double.POSITIVE_INFINITY, false);
    return LocalTraining.run(spec, start, new float[0], 0, block, 0);
  }

  /** A teacher that is sure of one class of each example. */
  private static float[] sure(int shift) {
    float[] rows = new float[BLOCK.count() * CLASSES];
    for (int i = 0; i < BLOCK.count(); i++) {
      rows[i * CLASSES + (BLOCK.label(i) + shift) % CLASSES] = 1;
    }
    return rows;
  }

  private static float[] unsure() {
    SplittableRandom random = new SplittableRandom(3);
    float[] rows = new float[BLOCK.count() * CLASSES];
    for (int i = 0; i < rows.length; i += CLASSES) {
      double sum = 0;
      for (int k = 0; k < CLASSES; k++) {
        rows[i + k] = (float) random.nextDouble(0.01, 1);
        sum += rows[i + k];
      }
      for (int k = 0; k < CLASSES; k++) {
        rows[i + k] /= (float) sum;
      }
    }
    return rows;
  }

  /**
   * Not to the last bit: Deeplearning4j computes softmax and its gradient at once, and the
   * student's loss through the logarithm, as another temperature needs it.
   */
  private static void assertLikePlain(RoundResult student, RoundResult plain) {
    assertThat(student.examples()).isEqualTo(plain.examples());
    assertThat(student.loss().data()).isCloseTo(plain.loss().data(), within(1e-4));
    assertThat(student.loss().correct()).isEqualTo(plain.loss().correct());
    assertThat(student.parameters()).containsExactly(plain.parameters(), within(1e-5f));
  }

  @ParameterizedTest
  @ValueSource(strings = {"softmax", "two-layer", "convnet"})
  void aTeacherThatIsSureOfTheLabelsTeachesWhatTheyDo(String model) {
    assertLikePlain(
        train(student(model, 1, 1), BLOCK.withSoftLabels(sure(0)), STEPS),
        train(plain(model), BLOCK, STEPS));
  }

  @Test
  void aTeacherWithoutAShareTeachesNothing() {
    assertLikePlain(
        train(student("two-layer", 4, 0), BLOCK.withSoftLabels(unsure()), STEPS),
        train(plain("two-layer"), BLOCK, STEPS));
  }

  /** The teacher's class is another than the label for every example. */
  @Test
  void aStudentLearnsWhatItsTeacherSaysAndNotTheLabels() {
    ReplicaSpec spec = student("softmax", 2, 1);
    ImageBlock taught = BLOCK.withSoftLabels(sure(1));

    RoundResult first = train(spec, taught, 1);
    double before = first.loss().data() / first.examples();
    float[] parameters;
    double after;
    try (Replica replica = new Replica(spec)) {
      int[] all = IntStream.range(0, SmallNetworks.BATCH).toArray();
      for (int step = 0; step < 200; step++) {
        replica.step(taught, all, 0);
      }
      after = replica.step(taught, all, 0).data();
      parameters = replica.parameters();
    }

    assertThat(after).isLessThan(before / 4);
    try (Replica answers = new Replica(plain("softmax"))) {
      answers.load(parameters);
      float[] said = answers.probabilities(answers.seen(BLOCK, View.AS_IT_IS));
      for (int i = 0; i < SmallNetworks.BATCH; i++) {
        assertThat(said[i * CLASSES + (BLOCK.label(i) + 1) % CLASSES]).isGreaterThan(0.5f);
      }
    }
  }
}
