// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.ImageShape;
import convoy.training.model.GradientClipping;
import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import convoy.training.model.Optimization;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

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
    assertThat(OneDnn.available()).isTrue();
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

  /** Minibatches and images of several sizes, one after the other and again. */
  @Test
  void everyShapeGetsKernelsOfItsOwn() {
    ComputationGraph fast = FastNetwork.of(convolutions(32));
    ComputationGraph plain = FastNetwork.plain(convolutions(32));
    var random = new Random(2);
    for (int repeat = 0; repeat < 2; repeat++) {
      for (int images = 1; images <= 6; images++) {
        for (int side : new int[] {8, 12}) {
          INDArray features = images(random, images, 3, side, side);
          assertClose(
              fast.outputSingle(false, features), plain.outputSingle(false, features), "output");
        }
      }
    }
    FastNetwork.close(fast);
  }

  /** 20 filters fill no whole blocks, so that Deeplearning4j takes what comes in blocks. */
  @Test
  void whatCannotBeReplacedWorksWithWhatIs() {
    ComputationGraph fast = FastNetwork.of(convolutions(20));
    ComputationGraph plain = FastNetwork.plain(convolutions(20));
    assertThat(fast.getLayer("one")).isInstanceOf(BlockedConvolutionLayer.class);
    assertThat(fast.getLayer("two")).isNotInstanceOf(BlockedConvolutionLayer.class);
    var random = new Random(3);
    INDArray[] features = {images(random, 4, 3, 8, 8)};
    INDArray[] labels = {labels(random, 4)};

    fast.fit(features, labels);
    plain.fit(features, labels);

    Map<String, INDArray> expected = plain.gradient().gradientForVariable();
    fast.gradient()
        .gradientForVariable()
        .forEach((name, update) -> assertClose(update, expected.get(name), name));
  }

  /** Two convolutions and a mean over all pixels, so that images may have any size. */
  private static String convolutions(int filters) {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(new Nesterovs(0.01, 0.9))
        .weightInit(WeightInit.RELU)
        .activation(Activation.RELU)
        .convolutionMode(ConvolutionMode.Same)
        .graphBuilder()
        .addInputs("image")
        .setInputTypes(InputType.convolutional(8, 8, 3))
        .addLayer("one", new ConvolutionLayer.Builder(3, 3).nOut(16).build(), "image")
        .addLayer("two", new ConvolutionLayer.Builder(3, 3).nOut(filters).build(), "one")
        .addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "two")
        .addLayer(
            "scores",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build(),
            "mean")
        .setOutputs("scores")
        .build()
        .toJson();
  }

  /** Winograd's transforms lose up to three of float's seven digits. */
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
