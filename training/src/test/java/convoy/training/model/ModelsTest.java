// SPDX-License-Identifier: Apache-2.0
package convoy.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.training.loss.MulticlassHinge;
import convoy.training.loss.SoftenedCrossEntropy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ModelsTest {
  private static final ImageShape CIFAR = new ImageShape(3, 32, 32);
  private static final ImageShape ODD = new ImageShape(1, 5, 7);
  private static final Optimization PLAIN = new Optimization(0.01, 0, new GradientClipping.None());
  private static final double L2 = 0.25;

  private static ModelSettings settings(String name, int hidden, double dropout, ImageShape input) {
    return settings(name, hidden, dropout, false, input);
  }

  private static ModelSettings settings(
      String name, int hidden, double dropout, boolean batchNorm, ImageShape input) {
    List<String> classes = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    return new ModelSettings(name, hidden, dropout, L2, batchNorm, input, classes);
  }

  private static ComputationGraph graph(ModelSettings settings) {
    ComputationGraph graph = new ComputationGraph(Models.configuration(settings, PLAIN, 1));
    graph.init();
    return graph;
  }

  @ParameterizedTest
  @CsvSource({
    // 3072 x 10 + 10
    "softmax, 30730",
    "svm, 30730",
    // 3072 x 256 + 256, 256 x 10 + 10
    "two-layer, 789258",
    // 27 x 32 + 32, 288 x 32 + 32, 288 x 64 + 64, 576 x 64 + 64, 4096 x 256 + 256, 256 x 10 + 10
    "convnet, 1116970"
  })
  void hasTheParametersThatItsLayersAddUpTo(String name, long parameters) {
    assertThat(graph(settings(name, 256, 0.5, CIFAR)).numParams()).isEqualTo(parameters);
  }

  /** So Deeplearning4j reads the checkpoints of all but the svm without Convoy. */
  @ParameterizedTest
  @FieldSource("convoy.training.model.Models#NAMES")
  void noModelButTheSvmHasAClassOfConvoys(String name) {
    String json = graph(settings(name, 16, 0.5, CIFAR)).getConfiguration().toJson();

    assertThat(json.contains("convoy.")).isEqualTo(name.equals("svm"));
  }

  /** Without the 192 biases of the convolutions, with 4 numbers for each of their 192 channels. */
  @Test
  void batchNormalizationTakesThePlaceOfTheConvolutionsBiases() {
    ComputationGraph graph = graph(settings("convnet", 256, 0.5, true, CIFAR));

    assertThat(graph.numParams()).isEqualTo(1116970 - 192 + 4 * 192);
    assertThat(graph.paramTable())
        .containsKeys("first_W", "first-norm_gamma", "first-norm_mean", "first-norm_var")
        .doesNotContainKeys("first_b", "first-norm_log10stdev");
  }

  @Test
  void batchNormalizationIsRefusedWhereNothingIsConvolved() {
    assertThatThrownBy(() -> graph(settings("two-layer", 8, 0, true, CIFAR)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("model.name = two-layer has none; take --model convnet, or")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"softmax", "two-layer", "convnet"})
  void givesProbabilitiesOfAnyImageSize(String name) {
    assertThat(Models.givesProbabilities(name)).isTrue();
    INDArray images = Nd4j.rand(DataType.FLOAT, 4, 1, 5, 7).mul(10);

    INDArray probabilities = graph(settings(name, 8, 0.5, ODD)).outputSingle(false, images);

    assertThat(probabilities.shape()).containsExactly(4, 10);
    assertThat(probabilities.sum(1).toFloatVector())
        .containsExactly(new float[] {1, 1, 1, 1}, within(1e-5f));
    assertThat(probabilities.minNumber().doubleValue()).isNotNegative();
    assertThat(probabilities.getRow(0).toFloatVector())
        .isNotEqualTo(probabilities.getRow(1).toFloatVector());
  }

  @Test
  void aSupportVectorMachineGivesScoresThatAreLinear() {
    assertThat(Models.givesProbabilities("svm")).isFalse();
    ComputationGraph graph = graph(settings("svm", 8, 0.5, ODD));
    INDArray image = Nd4j.rand(DataType.FLOAT, 1, 1, 5, 7);

    float[] scores = graph.outputSingle(false, image).toFloatVector();
    float[] doubled = graph.outputSingle(false, image.mul(2)).toFloatVector();

    assertThat(scores).hasSize(10);
    for (int i = 0; i < scores.length; i++) {
      assertThat(doubled[i]).isCloseTo(2 * scores[i], within(1e-5f)); // biases start from 0
    }
  }

  @Test
  void theLossOfASupportVectorMachineIsInItsJson() {
    ComputationGraphConfiguration network =
        Models.configuration(settings("svm", 8, 0, ODD), PLAIN, 1);

    ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(network.toJson());

    assertThat(read).isEqualTo(network);
    LayerVertex vertex = (LayerVertex) read.getVertices().get(Models.FIRST_LAYER);
    assertThat(((OutputLayer) vertex.getLayerConf().getLayer()).getLossFn())
        .isEqualTo(new MulticlassHinge());
  }

  @ParameterizedTest
  @CsvSource({"softmax, false", "two-layer, false", "convnet, false", "convnet, true"})
  void aStudentDiffersInItsLossAlone(String name, boolean batchNorm) {
    ModelSettings settings = settings(name, 8, 0.25, batchNorm, ODD);
    SoftenedCrossEntropy loss = new SoftenedCrossEntropy(4, 0.9);

    String student = Models.student(settings, PLAIN, 1, loss).toJson();

    OutputLayer output = output(ComputationGraphConfiguration.fromJson(student));
    assertThat(output.getLossFn()).isEqualTo(loss);
    ComputationGraphConfiguration network = Models.configuration(settings, PLAIN, 1);
    output(network).setLossFn(loss);
    assertThat(student).isEqualTo(network.toJson());
  }

  private static OutputLayer output(ComputationGraphConfiguration network) {
    LayerVertex vertex =
        (LayerVertex) network.getVertices().get(network.getNetworkOutputs().get(0));
    return (OutputLayer) vertex.getLayerConf().getLayer();
  }

  @Test
  void scoresAreNothingToLearnFromOrTo() {
    assertThatThrownBy(
            () ->
                Models.student(
                    settings("svm", 8, 0, ODD), PLAIN, 1, new SoftenedCrossEntropy(1, 1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("model.name = svm gives scores");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two-layer", "convnet"})
  void dropoutIsTheProbabilityOfDroppingAndDeeplearning4jsOfKeeping(String name) {
    assertThat(dropout(settings(name, 8, 0.2, CIFAR), "scores"))
        .isInstanceOfSatisfying(
            Dropout.class, kept -> assertThat(kept.getP()).isEqualTo(1 - 0.2, within(1e-15)));
    assertThat(dropout(settings(name, 8, 0, CIFAR), "scores")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"softmax", "svm"})
  void aLinearClassifierDropsNoPixels(String name) {
    assertThat(dropout(settings(name, 8, 0.2, CIFAR), Models.FIRST_LAYER)).isNull();
  }

  @ParameterizedTest
  @FieldSource("convoy.training.model.Models#NAMES")
  void aModelIsLinearIfItsOutputLayerTakesTheImage(String name) {
    var network = Models.configuration(settings(name, 8, 0, CIFAR), PLAIN, 1);
    String output = network.getNetworkOutputs().get(0);

    assertThat(Models.isLinear(name))
        .isEqualTo(network.getVertexInputs().get(output).equals(network.getNetworkInputs()));
  }

  private static Object dropout(ModelSettings settings, String layer) {
    LayerVertex vertex =
        (LayerVertex) Models.configuration(settings, PLAIN, 1).getVertices().get(layer);
    return vertex.getLayerConf().getLayer().getIDropout();
  }

  @ParameterizedTest
  @FieldSource("convoy.training.model.Models#NAMES")
  void thePenaltyIsOnWeightsAndNotOnBiases(String name) {
    assertPenaltyOnWeights(graph(settings(name, 8, 0, ODD)));
  }

  @Test
  void thePenaltyIsNotOnWhatNormalizes() {
    assertPenaltyOnWeights(graph(settings("convnet", 8, 0, true, ODD)));
  }

  private static void assertPenaltyOnWeights(ComputationGraph graph) {
    graph.params().assign(2);
    long weights =
        graph.paramTable().entrySet().stream()
            .filter(array -> array.getKey().endsWith("_W"))
            .mapToLong(array -> array.getValue().length())
            .sum();

    double penalty =
        Arrays.stream(graph.getLayers())
            .mapToDouble((Layer layer) -> layer.calcRegularizationScore(true))
            .sum();

    // 1/2 lambda w^2, with every w = 2.
    assertThat(penalty).isCloseTo(0.5 * L2 * 4 * weights, within(1e-6 * penalty));
    assertThat(weights).isLessThan(graph.numParams());
  }

  @Test
  void startsFromHesWeightsAndFromBiasesOfZero() {
    ComputationGraph graph = graph(settings("two-layer", 64, 0, CIFAR));
    INDArray weights = graph.paramTable().get("first_W");

    // Deviation sqrt(2 / inputs); of 196,608 numbers it is estimated to a third of a percent.
    double deviation = Math.sqrt(2.0 / 3072);
    assertThat(weights.stdNumber().doubleValue()).isCloseTo(deviation, within(deviation / 50));
    assertThat(weights.meanNumber().doubleValue()).isCloseTo(0, within(deviation / 50));
    assertThat(graph.paramTable().get("first_b").toFloatVector()).containsOnly(0);
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearestKnownOne() {
    assertThatThrownBy(() -> Models.configuration(settings("convnt", 8, 0, CIFAR), PLAIN, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "model.name = 'convnt' is not known; did you mean 'convnet'?"
                + " Known: softmax, svm, two-layer, convnet");
  }

  @Test
  void takesComponentsWhereNothingIsConvolved() {
    ImageShape components = new ImageShape(144, 1, 1);
    assertThat(graph(settings("softmax", 1, 0, components)).numParams()).isEqualTo(1450);
    assertThat(graph(settings("two-layer", 2, 0, components)).numParams()).isEqualTo(290 + 30);
    assertThatThrownBy(() -> graph(settings("convnet", 2, 0, components)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("take --model softmax or two-layer, or,")
        .hasMessageContaining("preprocess = zca")
        .hasMessageNotContaining("\n");
  }
}
