// SPDX-License-Identifier: Apache-2.0
package convoy.training.model;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.NearestName;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The named models. All take images {@code [n, channels, height, width]} and end in a softmax over
 * the classes with cross-entropy loss; weights start from He's initialization (He et al. 2015;
 * course notes, Neural Networks 2, Weight Initialization), biases from zero.
 *
 * <ul>
 *   <li>{@code softmax}: a linear classifier on the pixels.
 *   <li>{@code two-layer}: one hidden layer of ReLU units with dropout.
 *   <li>{@code convnet}: (3x3 conv 32) x 2, max-pool, (3x3 conv 64) x 2, max-pool, one hidden layer
 *       with dropout; ReLU throughout.
 * </ul>
 */
public final class Models {
  private static final String CONVNET = "convnet";

  public static final List<String> NAMES = List.of("softmax", "two-layer", CONVNET);

  /** The name of the layer whose weights are the first to see the image. */
  public static final String FIRST_LAYER = "first";

  private static final String INPUT = "image";
  private static final String OUTPUT = "scores";

  private Models() {}

  /**
   * The configuration of a model.
   *
   * @param seed of the initial weights
   * @throws BadInputException if there is no model of that name, or it needs images and gets none
   */
  public static ComputationGraphConfiguration configuration(
      ModelSettings model, Optimization optimization, long seed) {
    ImageShape input = model.input();
    requireImages(model.name(), input);
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
            .graphBuilder()
            .addInputs(INPUT)
            .setInputTypes(
                InputType.convolutional(input.height(), input.width(), input.channels()));
    switch (model.name()) {
      case "softmax" -> output(graph, FIRST_LAYER, INPUT, model);
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
    return graph.build();
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

  private static void convnet(GraphBuilder graph, ModelSettings model) {
    convolution(graph, FIRST_LAYER, INPUT, 32);
    convolution(graph, "conv2", FIRST_LAYER, 32);
    pool(graph, "pool1", "conv2");
    convolution(graph, "conv3", "pool1", 64);
    convolution(graph, "conv4", "conv3", 64);
    pool(graph, "pool2", "conv4");
    hidden(graph, "hidden", "pool2", model);
    output(graph, OUTPUT, "hidden", model);
  }

  private static void convolution(GraphBuilder graph, String name, String input, int filters) {
    graph.addLayer(name, new ConvolutionLayer.Builder(3, 3).nOut(filters).build(), input);
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
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nOut(model.classes())
            .activation(Activation.SOFTMAX);
    if (!input.equals(INPUT) && model.dropout() > 0) {
      layer.dropOut(1 - model.dropout());
    }
    graph.addLayer(name, layer.build(), input).setOutputs(name);
  }
}
