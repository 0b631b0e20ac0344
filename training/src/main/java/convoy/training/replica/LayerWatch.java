// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.training.monitor.DeadUnits;
import convoy.training.monitor.Distribution;
import convoy.training.monitor.LayerSample;
import convoy.training.onednn.Blocks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Looks at every layer in one local step, without a pass of its own: Deeplearning4j shows a
 * listener the activations between the forward and the backward pass, and the gradients after it.
 * Its updater then writes the update over the gradient, where it stays until the next step. Nothing
 * is changed, and no random number drawn.
 */
final class LayerWatch extends BaseTrainingListener {
  private final ComputationGraph graph;
  private final Scores scores;
  private final Map<String, Distribution> activations = new HashMap<>();
  private final Map<String, Double> deadShares = new HashMap<>();
  private float[] parameters;
  private float[] gradient;

  /**
   * A watch for one step.
   *
   * @param scores a listener that the network tells before this one
   */
  LayerWatch(ComputationGraph graph, Scores scores) {
    this.graph = graph;
    this.scores = scores;
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> outputs) {
    for (GraphVertex vertex : layers()) {
      INDArray output = outputs.get(vertex.getVertexName());
      if (output != null) {
        try (INDArray inOrder = Blocks.copyInRows(output)) {
          look(vertex.getVertexName(), inOrder);
        }
      }
    }
  }

  private void look(String layer, INDArray output) {
    float[] values = FlatArrays.copy(output);
    int units = Math.toIntExact(output.size(1));
    int plane = Math.toIntExact(output.length() / output.size(0)) / units;
    activations.put(layer, Distribution.of(values, 0, values.length));
    deadShares.put(layer, DeadUnits.share(values, units, plane));
  }

  @Override
  public void onBackwardPass(Model model) {
    float[] rows = scores.rows();
    activations.put(
        graph.getConfiguration().getNetworkOutputs().get(0), Distribution.of(rows, 0, rows.length));
    parameters = FlatArrays.copy(graph.params());
    gradient = FlatArrays.copy(graph.getFlattenedGradients());
    // Until the updater divides it, it is the sum over the minibatch.
    float examples = graph.getInput(0).size(0);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= examples;
    }
  }

  /** What was seen, in the order of the layers; to be asked when the step is over. */
  List<LayerSample> samples() {
    float[] update = FlatArrays.copy(graph.getFlattenedGradients());
    List<LayerSample> samples = new ArrayList<>();
    int from = 0;
    for (GraphVertex vertex : layers()) {
      String name = vertex.getVertexName();
      int to = from + learned(vertex.getLayer());
      samples.add(
          new LayerSample(
              name,
              Distribution.norm(parameters, from, to),
              Distribution.norm(update, from, to),
              Distribution.of(gradient, from, to),
              activations.getOrDefault(name, Distribution.NONE),
              deadShares.getOrDefault(name, Double.NaN)));
      from += Math.toIntExact(vertex.getLayer().numParams());
    }
    return samples;
  }

  /** Without the running statistics that lie behind a batch normalization's gamma and beta. */
  private static int learned(Layer layer) {
    int parameters = Math.toIntExact(layer.numParams());
    return layer instanceof BatchNormalization ? parameters / 2 : parameters;
  }

  /**
   * Layers with parameters, in the order in which these lie in the flat vector, and activations
   * that are layers of their own.
   */
  private List<GraphVertex> layers() {
    List<GraphVertex> layers = new ArrayList<>();
    for (int vertex : graph.topologicalSortOrder()) {
      Layer layer = graph.getVertices()[vertex].getLayer();
      if (layer != null && (layer.numParams() > 0 || layer instanceof ActivationLayer)) {
        layers.add(graph.getVertices()[vertex]);
      }
    }
    return layers;
  }
}
