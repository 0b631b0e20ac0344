// SPDX-License-Identifier: Apache-2.0
package convoy.training.model;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.NearestName;
import convoy.training.loss.MulticlassHinge;
import convoy.training.loss.SoftenedCrossEntropy;
import java.util.List;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The named models. All take images {@code [n, channels, height, width]}, and all but {@code svm}
 * end in a softmax over the classes with cross-entropy loss; weights start from He's initialization
 * (He et al. 2015; course notes, Neural Networks 2, Weight Initialization), biases from zero.
 *
 * <ul>
 *   <li>{@code softmax}: a linear classifier on the pixels.
 *   <li>{@code svm}: the same scores with the loss of a multiclass support vector machine, {@link
 *       MulticlassHinge} (course notes, Linear Classification). It gives the scores themselves.
 *   <li>{@code two-layer}: one hidden layer of ReLU units with dropout.
 *   <li>{@code convnet}: (3x3 conv 32) x 2, max-pool, (3x3 conv 64) x 2, max-pool, one hidden layer
 *       with dropout; ReLU throughout. With batch normalization (Ioffe and Szegedy 2015; course
 *       notes, Neural Networks 2, Batch Normalization) after each convolution, before its ReLU.
 * </ul>
 */
public final class Models {
  private static final String CONVNET = "convnet";
  private static final String SOFTMAX = "softmax";
  private static final String SVM = "svm";

  public static final List<String> NAMES = List.of(SOFTMAX, SVM, "two-layer", CONVNET);

  /** The name of the layer whose weights are the first to see the image. */
  public static final String FIRST_LAYER = "first";

  private static final String INPUT = "image";
  private static final String OUTPUT = "scores";

  private Models() {}

  /**
   * The configuration of a model.
   *
   * @param seed of the initial weights
   * @throws BadInputException if there is no model of that name, it needs images and gets none, or
   *     it has no convolution to normalize
   */
  public static ComputationGraphConfiguration configuration(
      ModelSettings model, Optimization optimization, long seed) {
    ImageShape input = model.input();
    requireImages(model.name(), input);
    requireConvolutions(model.name(), model.batchNorm());
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(DataType.FLOAT)
            .updater(optimization.updater())
            .gradientNormalization(optimization.clipping().normalization())
            .gradientNormalizationThreshold(optimization.clipping().threshold())
            .weightInit(WeightInit.RELU)
            .activation(Activation.RELU)
            .l2(model.l2())
            .convolutionMode(ConvolutionMode.Same)
            // Else Deeplearning4j's own layers compute every convolution again on the way back.
            .cacheMode(CacheMode.DEVICE)
            .graphBuilder()
            .addInputs(INPUT)
            .setInputTypes(
                InputType.convolutional(input.height(), input.width(), input.channels()));
    switch (model.name()) {
      case SOFTMAX, SVM -> output(graph, FIRST_LAYER, INPUT, model);
      case "two-layer" -> {
        hidden(graph, FIRST_LAYER, INPUT, model);
        output(graph, OUTPUT, FIRST_LAYER, model);
      }
      case CONVNET -> convnet(graph, model);
      default ->
          throw new BadInputException(
              "model.name = '%s' is not known; did you mean '%s'? Known: %s"
                  .formatted(
                      model.name(),
                      NearestName.suggest(model.name(), NAMES),
                      String.join(", ", NAMES)));
    }
    return nameVariances(graph.build());
  }

  /**
   * The configuration of a model as a student, which differs in its loss alone: labels have a
   * teacher's probabilities beside the one-hot columns.
   *
   * @throws BadInputException as {@link #configuration} does, or if the model gives no
   *     probabilities
   */
  public static ComputationGraphConfiguration student(
      ModelSettings model, Optimization optimization, long seed, SoftenedCrossEntropy loss) {
    requireProbabilities(model.name());
    ComputationGraphConfiguration network = configuration(model, optimization, seed);
    for (String output : network.getNetworkOutputs()) {
      if (network.getVertices().get(output) instanceof LayerVertex layer
          && layer.getLayerConf().getLayer() instanceof OutputLayer scores) {
        scores.setLossFn(loss);
      }
    }
    return network;
  }

  /**
   * Deeplearning4j reads a batch normalization from JSON as one that keeps the logarithm of the
   * deviation, whatever the JSON says, unless the names of its parameters are there, which a
   * network adds only when it is built.
   */
  private static ComputationGraphConfiguration nameVariances(
      ComputationGraphConfiguration network) {
    for (GraphVertex vertex : network.getVertices().values()) {
      if (vertex instanceof LayerVertex layer
          && layer.getLayerConf().getLayer() instanceof BatchNormalization norm) {
        norm.initializer().paramKeys(norm).forEach(layer.getLayerConf()::addVariable);
      }
    }
    return network;
  }

  /**
   * Refuses single pixels, which is what components of images and features look like, for a model
   * that convolves.
   *
   * @throws BadInputException if the model is convolutional and the input has one pixel
   */
  public static void requireImages(String name, ImageShape input) {
    if (name.equals(CONVNET) && input.plane() == 1) {
      throw new BadInputException(
          "model.name = %s convolves images, but gets features or components, which have no"
                  .formatted(name)
              + " neighbours; take --model softmax or two-layer, or, where preprocess makes"
              + " components of images, preprocess = zca, which leaves images");
    }
  }

  /**
   * Refuses batch normalization for a model that has nothing to normalize.
   *
   * @throws BadInputException if it is asked for, and the model is not convolutional
   */
  public static void requireConvolutions(String name, boolean batchNorm) {
    if (batchNorm && !name.equals(CONVNET)) {
      throw new BadInputException(
          "model.batchNorm = true normalizes what convolutions give, and model.name = %s has none;"
                  .formatted(name)
              + " take --model convnet, or model.batchNorm = false");
    }
  }

  /** Whether a model's output layer takes what the model sees: there is no layer before it. */
  public static boolean isLinear(String name) {
    return name.equals(SOFTMAX) || name.equals(SVM);
  }

  /**
   * Whether what a model gives are probabilities of the classes. Of scores only the order says
   * something: the class with the highest is the answer, but they have no cross-entropy, no Brier
   * score and no calibration.
   */
  public static boolean givesProbabilities(String name) {
    return !name.equals(SVM);
  }

  /**
   * Refuses a model that gives scores where probabilities are compared with a teacher's.
   *
   * @throws BadInputException if it does
   */
  public static void requireProbabilities(String name) {
    if (!givesProbabilities(name)) {
      throw new BadInputException(
          "model.name = %s gives scores, and distillation compares probabilities; a teacher and its"
                  .formatted(name)
              + " student are each one of softmax, two-layer and convnet");
    }
  }

  /** The loss that a model learns by, without the penalty on its weights. */
  public static String loss(String name) {
    return givesProbabilities(name) ? "cross-entropy" : "multiclass hinge";
  }

  private static void convnet(GraphBuilder graph, ModelSettings model) {
    boolean norm = model.batchNorm();
    String first = convolution(graph, FIRST_LAYER, INPUT, 32, norm);
    pool(graph, "pool1", convolution(graph, "conv2", first, 32, norm));
    String third = convolution(graph, "conv3", "pool1", 64, norm);
    pool(graph, "pool2", convolution(graph, "conv4", third, 64, norm));
    hidden(graph, "hidden", "pool2", model);
    output(graph, OUTPUT, "hidden", model);
  }

  /** A convolution and its ReLU; returns the name of the layer that ends it. */
  private static String convolution(
      GraphBuilder graph, String name, String input, int filters, boolean norm) {
    ConvolutionLayer.Builder layer = new ConvolutionLayer.Builder(3, 3).nOut(filters);
    if (!norm) {
      graph.addLayer(name, layer.build(), input);
      return name;
    }
    String normalized = name + "-norm";
    String activated = name + "-relu";
    // A bias would be subtracted with the mean; the normalization's beta takes its place.
    graph
        .addLayer(name, layer.hasBias(false).activation(Activation.IDENTITY).build(), input)
        .addLayer(normalized, normalization(), name)
        .addLayer(
            activated,
            new ActivationLayer.Builder().activation(Activation.RELU).build(),
            normalized);
    return activated;
  }

  /**
   * The running statistics take a tenth of each minibatch's. Deeplearning4j moves them as if that
   * step were a gradient, so this layer's gradients are not clipped; and it would keep the
   * logarithm of the deviation in place of the variance, which does not merge.
   */
  private static BatchNormalization normalization() {
    return new BatchNormalization.Builder()
        .decay(0.9)
        .eps(1e-5)
        .useLogStd(false)
        .gradientNormalization(GradientNormalization.None)
        .build();
  }

  private static void pool(GraphBuilder graph, String name, String input) {
    graph.addLayer(
        name, new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build(), input);
  }

  private static void hidden(GraphBuilder graph, String name, String input, ModelSettings model) {
    graph.addLayer(name, new DenseLayer.Builder().nOut(model.hidden()).build(), input);
  }

  /** Deeplearning4j drops a layer's inputs, and counts by the probability of keeping them. */
  private static void output(GraphBuilder graph, String name, String input, ModelSettings model) {
    OutputLayer.Builder layer =
        model.name().equals(SVM)
            ? new OutputLayer.Builder(new MulticlassHinge()).activation(Activation.IDENTITY)
            : new OutputLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX);
    layer.nOut(model.classes());
    if (!input.equals(INPUT) && model.dropout() > 0) {
      layer.dropOut(1 - model.dropout());
    }
    graph.addLayer(name, layer.build(), input).setOutputs(name);
  }
}
