// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import convoy.preprocessing.ImageShape;
import convoy.training.model.GradientClipping;
import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import convoy.training.model.Optimization;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The same network as Deeplearning4j computes it, and as oneDNN does directly. */
class FastNetworkTest {
  @ParameterizedTest
  @CsvSource({
    "3, 32, 32, 5, false",
    "3, 32, 32, 5, true",
    "1, 28, 28, 3, false",
    "3, 15, 17, 4, false",
    "3, 16, 16, 64, false",
    "7, 12, 8, 2, false",
    "16, 8, 8, 2, true"
  })
  void computesWhatDeeplearning4jDoes(
      int channels, int height, int width, int images, boolean batchNorm) {
    assumeTrue(OneDnn.available());
    String json = json(new ImageShape(channels, height, width), batchNorm);
    ComputationGraph plain = FastNetwork.plain(json);
    ComputationGraph fast = FastNetwork.of(json);
    assertThat(fast.getLayer("first")).isInstanceOf(BlockedConvolutionLayer.class);
    assertThat(fast.params()).isEqualTo(plain.params());
    var random = new Random(1);
    for (int step = 0; step < 3; step++) {
      INDArray features = images(random, images, channels, height, width);
      INDArray labels = labels(random, images);
      assertClose(
          fast.outputSingle(false, features), plain.outputSingle(false, features), "output");
      fast.fit(new INDArray[] {features}, new INDArray[] {labels});
      plain.fit(new INDArray[] {features}, new INDArray[] {labels});
      Map<String, INDArray> expected = plain.gradient().gradientForVariable();
      fast.gradient()
          .gradientForVariable()
          .forEach((name, update) -> assertClose(update, expected.get(name), name));
      plain.setParams(fast.params());
    }
  }

  /** Within a few units in the last place of the largest value. */
  private static void assertClose(INDArray actual, INDArray expected, String what) {
    double scale = expected.amaxNumber().doubleValue();
    double difference = actual.sub(expected).amaxNumber().doubleValue();
    assertThat(difference).as(what).isLessThanOrEqualTo(1e-4 * scale);
  }

  private static String json(ImageShape shape, boolean batchNorm) {
    List<String> classes = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    var settings = new ModelSettings("convnet", 16, 0, 1e-4, batchNorm, shape, classes);
    var optimization = new Optimization(0.01, 0.9, new GradientClipping.None());
    return Models.configuration(settings, optimization, 1).toJson();
  }

  private static INDArray images(Random random, long... shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, (float) random.nextGaussian());
    }
    return array;
  }

  private static INDArray labels(Random random, int images) {
    INDArray array = Nd4j.create(DataType.FLOAT, images, 10);
    for (int i = 0; i < images; i++) {
      array.putScalar(i, random.nextInt(10), 1);
    }
    return array;
  }
}
