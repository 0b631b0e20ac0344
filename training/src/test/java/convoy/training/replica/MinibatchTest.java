// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.augment.AugmentPlan;
import convoy.preprocessing.augment.Augmentations;
import convoy.preprocessing.augment.ColourStatistics;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.LabelledImage;
import convoy.preprocessing.statistics.PrincipalComponents;
import convoy.preprocessing.transform.LinearMap;
import convoy.preprocessing.transform.Preprocessor;
import convoy.preprocessing.transform.Scaling;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MinibatchTest {
  private static final ImageShape SHAPE = new ImageShape(1, 1, 2);
  private static final ImageBlock BLOCK =
      new ImageBlock(
          SHAPE,
          List.of(
              new LabelledImage(0, 2, new byte[] {0, 51}),
              new LabelledImage(1, 0, new byte[] {102, (byte) 153}),
              new LabelledImage(2, 1, new byte[] {(byte) 204, (byte) 255})));

  private final Minibatch minibatch =
      new Minibatch(new ReplicaSpec("run", "", new Scaling(2, new float[] {255}), SHAPE, 3, 3, 1));

  @Test
  void takesTheImagesInTheOrderThatIsAskedForAndPreprocessesThem() {
    minibatch.fill(BLOCK, new int[] {2, 0});

    assertThat(minibatch.features().shape()).containsExactly(2, 1, 1, 2);
    assertThat(FlatArrays.copy(minibatch.features())).containsExactly(0.8f, 1, 0, 0.2f);
    assertThat(minibatch.labels().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 1, 0}, {0, 0, 1}});
  }

  @Test
  void trainingAloneSeesAugmentedImages() {
    Augmentations flips = Augmentations.parse("flip alternating");
    AugmentPlan plan =
        new AugmentPlan(
            flips, new ColourStatistics(new double[] {0}, new double[] {1}, new double[] {1}));
    Minibatch augmented =
        new Minibatch(
            new ReplicaSpec(
                "run",
                "",
                plan,
                new Scaling(2, new float[] {255}),
                SHAPE,
                3,
                3,
                UpdaterStatePolicy.AVERAGE,
                1));

    List<float[]> epochs = new ArrayList<>();
    for (int epoch = 0; epoch < 2; epoch++) {
      augmented.fillToTrain(BLOCK, new int[] {1}, epoch);
      epochs.add(FlatArrays.copy(augmented.features()));
    }
    augmented.fill(BLOCK, new int[] {1});

    assertThat(epochs)
        .containsExactlyInAnyOrder(new float[] {0.4f, 0.6f}, new float[] {0.6f, 0.4f});
    assertThat(FlatArrays.copy(augmented.features())).containsExactly(0.4f, 0.6f);
  }

  @Test
  void aStudentsLabelsHaveTheTeachersProbabilitiesBehindThem() {
    ImageBlock seen = BLOCK.withSoftLabels(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
    Minibatch taught =
        new Minibatch(
            new ReplicaSpec("run", "", new Scaling(2, new float[] {255}), SHAPE, 3, 3, 1)
                .taught(""));

    taught.fillToTrain(seen, new int[] {2, 0}, 0);
    assertThat(taught.labels().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 1, 0, 7, 8, 9}, {0, 0, 1, 1, 2, 3}});

    taught.fill(BLOCK, new int[] {0, 1});
    assertThat(taught.labels().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 0, 1, 0, 0, 0}, {1, 0, 0, 0, 0, 0}});
    assertThatIllegalStateException()
        .isThrownBy(() -> taught.fillToTrain(BLOCK, new int[] {0}, 0))
        .withMessageContaining("no teacher");
    assertThatIllegalArgumentException().isThrownBy(() -> BLOCK.withSoftLabels(new float[4]));
  }

  @Test
  void nothingIsLeftOfTheMinibatchBefore() {
    minibatch.fill(BLOCK, new int[] {0, 1, 2});
    minibatch.fill(BLOCK, new int[] {1});
    minibatch.fill(BLOCK, new int[] {1, 2, 0});

    assertThat(FlatArrays.copy(minibatch.features())).containsExactly(0.4f, 0.6f, 0.8f, 1, 0, 0.2f);
    assertThat(minibatch.labels().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
  }

  /** An image (a, b) becomes its first component: (a - b) / sqrt(2), or the same negated. */
  @Test
  void takesComponentsInTheShapeThatThePreprocessorLeaves() {
    double half = Math.sqrt(0.5);
    PrincipalComponents components =
        new PrincipalComponents(new double[] {1, 0}, new double[] {half, -half, half, half});
    Preprocessor first = LinearMap.pca(new double[2], components, 1);
    Minibatch reduced = new Minibatch(new ReplicaSpec("run", "", first, SHAPE, 3, 3, 1));
    reduced.fill(BLOCK, new int[] {1, 0, 2});

    float difference = (float) (-51 * half);
    assertThat(reduced.features().shape()).containsExactly(3, 1, 1, 1);
    assertThat(FlatArrays.copy(reduced.features()))
        .containsExactly(new float[] {difference, difference, difference}, within(1e-4f));
  }
}
