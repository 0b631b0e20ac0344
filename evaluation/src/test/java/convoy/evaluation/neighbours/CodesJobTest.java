// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.evaluation.LocalSpark;
import convoy.evaluation.UntrainedNetwork;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.LabelledImage;
import convoy.training.model.ModelSettings;
import convoy.training.replica.ReplicaSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;

class CodesJobTest {
  private static final ImageShape SHAPE = new ImageShape(1, 2, 3);
  private static final int HIDDEN = 5;
  private static final int BATCH = 4;

  /** Five minibatches and a partial one. */
  private static final List<LabelledImage> IMAGES = images(22);

  /** Weights {@code [pixels, hidden]} of the hidden layer in columns, its biases, and the rest. */
  private static final float[] PARAMETERS = parameters((6 + 1) * HIDDEN + (HIDDEN + 1) * 3);

  private static ReplicaSpec spec() {
    ModelSettings settings =
        new ModelSettings("two-layer", HIDDEN, 0.5, 0, false, SHAPE, List.of("a", "b", "c"));
    return UntrainedNetwork.of(settings, BATCH);
  }

  private static List<LabelledImage> images(int count) {
    SplittableRandom random = new SplittableRandom(1);
    List<LabelledImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[SHAPE.size()];
      random.nextBytes(pixels);
      images.add(new LabelledImage(i, i % 3, pixels));
    }
    return images;
  }

  private static float[] parameters(int count) {
    SplittableRandom random = new SplittableRandom(2);
    float[] parameters = new float[count];
    for (int i = 0; i < count; i++) {
      parameters[i] = (float) random.nextDouble(-1, 1);
    }
    return parameters;
  }

  /** One block a partition, cut where the numbers say. */
  private static List<Vectors> codes(float[] parameters, LongAccumulator done, int... cuts) {
    List<ImageBlock> blocks = new ArrayList<>();
    int from = 0;
    for (int to : IntStream.concat(IntStream.of(cuts), IntStream.of(IMAGES.size())).toArray()) {
      blocks.add(new ImageBlock(SHAPE, List.copyOf(IMAGES.subList(from, to))));
      from = to;
    }
    var images = LocalSpark.context().parallelize(blocks, blocks.size());
    try (CodesJob job = new CodesJob(LocalSpark.context(), spec(), parameters)) {
      return job.codes(images, done).collect();
    }
  }

  private static LongAccumulator counter() {
    return LocalSpark.context().sc().longAccumulator();
  }

  @Test
  void aCodeIsWhatTheHiddenLayerGives() {
    LongAccumulator done = counter();

    Vectors codes = codes(PARAMETERS, done).get(0);

    assertThat(codes.count()).isEqualTo(22);
    assertThat(codes.dimension()).isEqualTo(HIDDEN);
    assertThat(done.value()).isEqualTo(22);
    float[] code = new float[HIDDEN];
    for (int image = 0; image < codes.count(); image++) {
      codes.copy(image, code, 0);
      assertThat(code).containsExactly(hidden(IMAGES.get(image)), within(1e-5f));
      assertThat(codes.labels()[image]).isEqualTo(image % 3);
    }
    assertThat(LocalSpark.context().getPersistentRDDs()).isEmpty();
  }

  /** By hand. */
  private static float[] hidden(LabelledImage image) {
    float[] units = new float[HIDDEN];
    for (int unit = 0; unit < HIDDEN; unit++) {
      double sum = PARAMETERS[SHAPE.size() * HIDDEN + unit];
      for (int pixel = 0; pixel < SHAPE.size(); pixel++) {
        double value = (image.pixels()[pixel] & 0xff) / 255.0;
        sum += value * PARAMETERS[unit * SHAPE.size() + pixel];
      }
      units[unit] = (float) Math.max(0, sum);
    }
    return units;
  }

  @Test
  void partsThatBeginAtWholeMinibatchesGiveTheSameCodesToTheLastBit() {
    float[] whole = joined(codes(PARAMETERS, counter()));

    assertThat(joined(codes(PARAMETERS, counter(), 0, 4, 16, 16))).isEqualTo(whole);
    assertThat(joined(codes(PARAMETERS, counter(), 20))).isEqualTo(whole);
  }

  private static float[] joined(List<Vectors> blocks) {
    float[] joined = new float[0];
    for (Vectors block : blocks) {
      float[] values = ((FloatVectors) block).values();
      int before = joined.length;
      joined = Arrays.copyOf(joined, before + values.length);
      System.arraycopy(values, 0, joined, before, values.length);
    }
    return joined;
  }

  @Test
  void aNetworkThatDivergedIsRefused() {
    float[] diverged = PARAMETERS.clone();
    Arrays.fill(diverged, Float.POSITIVE_INFINITY);

    assertThatThrownBy(() -> codes(diverged, counter()))
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .hasStackTraceContaining(BadInputException.class.getName())
        .hasStackTraceContaining("take another member of the run");
    assertThat(LocalSpark.context().getPersistentRDDs()).isEmpty();
  }
}
