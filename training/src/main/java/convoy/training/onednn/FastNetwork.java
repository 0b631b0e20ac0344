// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Builds a network of Deeplearning4j's whose convolutions and max-poolings are computed by this
 * package where it can. Its parameters mean and lie the same, so that they are exchanged freely
 * with the network as Deeplearning4j builds it; outputs and gradients differ by rounding.
 *
 * <p>A convolution is replaced if it has a ReLU or nothing behind it, as many filters as fill whole
 * blocks, "same" padding and no dilation; a max-pooling if it is of what such a layer gives; both
 * if nothing but layers takes what they give.
 */
public final class FastNetwork {
  private FastNetwork() {}

  /**
   * Builds a network with its initial parameters; an ordinary one where oneDNN cannot be used
   * directly, as on a GPU.
   *
   * @param json the configuration as Deeplearning4j writes it
   */
  public static ComputationGraph of(String json) {
    ComputationGraphConfiguration configuration = ComputationGraphConfiguration.fromJson(json);
    if (OneDnn.available()) {
      replaceLayers(configuration);
    }
    return initialized(configuration);
  }

  /** Builds the network as Deeplearning4j does. */
  public static ComputationGraph plain(String json) {
    return initialized(ComputationGraphConfiguration.fromJson(json));
  }

  private static ComputationGraph initialized(ComputationGraphConfiguration configuration) {
    var graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  /**
   * Gives back a network's native memory; it is not used afterwards. It is what {@code
   * ComputationGraph.close()} does, but for two full garbage collections: those of a process with
   * decoded images take seconds.
   */
  public static void close(ComputationGraph network) {
    for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
      layer.close();
    }
    for (GraphVertex vertex : network.getConfiguration().getVertices().values()) {
      if (vertex instanceof LayerVertex layer && layer.getPreProcessor() instanceof ToRows rows) {
        rows.close();
      }
    }
    closeIfOpen(network.params());
    closeIfOpen(network.getGradientsViewArray());
    if (network.getUpdater(false) != null) {
      closeIfOpen(network.getUpdater(false).getStateViewArray());
    }
    MemoryWorkspaceManager workspaces = Nd4j.getWorkspaceManager();
    List.copyOf(workspaces.getAllWorkspacesForCurrentThread())
        .forEach(workspaces::destroyWorkspace);
  }

  private static void closeIfOpen(INDArray array) {
    if (array != null && array.closeable()) {
      array.close();
    }
  }

  /** What computes convolutions here, if it is not left to Deeplearning4j. */
  public static Optional<String> library() {
    return OneDnn.available() ? Optional.of(OneDnn.description()) : Optional.empty();
  }

  private static void replaceLayers(ComputationGraphConfiguration graph) {
    Set<String> blocked = new HashSet<>();
    Set<String> seen = new HashSet<>(graph.getNetworkInputs());
    for (String name : graph.getVertices().keySet()) {
      visit(name, graph, blocked, seen);
    }
  }

  /** Inputs first. */
  private static void visit(
      String name, ComputationGraphConfiguration graph, Set<String> blocked, Set<String> seen) {
    if (!seen.add(name)) {
      return;
    }
    List<String> inputs = graph.getVertexInputs().get(name);
    inputs.forEach(input -> visit(input, graph, blocked, seen));
    if (graph.getVertices().get(name) instanceof LayerVertex vertex) {
      boolean ofBlocks = blocked.containsAll(inputs);
      Layer layer = vertex.getLayerConf().getLayer();
      if (vertex.getPreProcessor() == null
          && onlyLayersTake(name, graph)
          && replaceable(layer, ofBlocks)) {
        vertex
            .getLayerConf()
            .setLayer(
                replacement(layer, inputs.stream().allMatch(input -> aloneTakes(input, graph))));
        blocked.add(name);
      } else if (ofBlocks) {
        vertex.setPreProcessor(new ToRows(vertex.getPreProcessor()));
      }
    }
  }

  /** Whether something is an input of the network that one vertex takes and no other. */
  private static boolean aloneTakes(String input, ComputationGraphConfiguration graph) {
    return graph.getNetworkInputs().contains(input)
        && graph.getVertexInputs().values().stream()
                .flatMap(List::stream)
                .filter(input::equals)
                .count()
            == 1;
  }

  private static boolean onlyLayersTake(String name, ComputationGraphConfiguration graph) {
    return !graph.getNetworkOutputs().contains(name)
        && graph.getVertexInputs().entrySet().stream()
            .filter(entry -> entry.getValue().contains(name))
            .allMatch(entry -> graph.getVertices().get(entry.getKey()) instanceof LayerVertex);
  }

  private static boolean replaceable(Layer layer, boolean ofBlocks) {
    if (layer.getClass() == ConvolutionLayer.class) {
      return replaceable((ConvolutionLayer) layer);
    }
    return layer.getClass() == SubsamplingLayer.class
        && ofBlocks
        && replaceable((SubsamplingLayer) layer);
  }

  private static boolean replaceable(ConvolutionLayer layer) {
    IActivation activation = layer.getActivationFn();
    return (activation instanceof ActivationReLU || activation instanceof ActivationIdentity)
        && layer.getNOut() % OneDnn.block() == 0
        && layer.getConvolutionMode() == ConvolutionMode.Same
        && layer.getCnn2dDataFormat() == CNN2DFormat.NCHW
        && undilated(layer.getDilation())
        && layer.getIDropout() == null
        && layer.getWeightNoise() == null;
  }

  private static boolean replaceable(SubsamplingLayer layer) {
    return layer.getPoolingType() == PoolingType.MAX
        && layer.getConvolutionMode() == ConvolutionMode.Same
        && undilated(layer.getDilation())
        && layer.getIDropout() == null;
  }

  private static boolean undilated(int[] dilation) {
    return Arrays.stream(dilation).allMatch(step -> step == 1);
  }

  /** The same settings under another class: Deeplearning4j writes and reads them by name. */
  private static Layer replacement(Layer layer, boolean ofImages) {
    if (layer instanceof ConvolutionLayer) {
      BlockedConvolution convolution = copy(layer, BlockedConvolution.class);
      convolution.setOfImages(ofImages);
      return convolution;
    }
    return copy(layer, BlockedMaxPooling.class);
  }

  /** What Deeplearning4j expects of a layer that was instantiated. */
  static org.deeplearning4j.nn.api.Layer ready(
      org.deeplearning4j.nn.api.Layer layer,
      NeuralNetConfiguration settings,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize) {
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(settings.getLayer().initializer().init(settings, parameters, initialize));
    layer.setConf(settings);
    return layer;
  }

  private static <T extends Layer> T copy(Layer layer, Class<T> to) {
    ObjectMapper mapper = NeuralNetConfiguration.mapper();
    ObjectNode settings = mapper.valueToTree(layer);
    settings.put("@class", to.getName());
    try {
      return to.cast(mapper.treeToValue(settings, Layer.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Deeplearning4j does not read what it wrote", e);
    }
  }
}
