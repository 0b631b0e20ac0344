// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.training.onednn.Blocks;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sends minibatches forward through a network, no further than some layers of it, to look at what
 * these give. Deeplearning4j's {@code output} of a layer that is not the last leaves a workspace
 * open, its {@code feedForward} does not.
 *
 * @param layers by their names
 * @param training whether the layers behave as in training: batch normalization by the minibatch,
 *     and dropout
 */
record ForwardPass(ComputationGraph graph, List<String> layers, boolean training) {
  /**
   * Sends one minibatch.
   *
   * @param features {@code [n, channels, height, width]}
   * @param look what is made of a layer's activations, which are in row order and closed afterwards
   * @return one for each layer
   */
  <T> List<T> of(INDArray features, Function<INDArray, T> look) {
    Map<String, INDArray> outputs =
        graph.feedForward(new INDArray[] {features}, last(), training, true);
    try {
      return layers.stream().map(layer -> inRows(outputs.get(layer), look)).toList();
    } finally {
      outputs.values().stream()
          .filter(output -> output != features && output.closeable())
          .forEach(INDArray::close);
    }
  }

  private static <T> T inRows(INDArray output, Function<INDArray, T> look) {
    try (INDArray inOrder = Blocks.copyInRows(output)) {
      return look.apply(inOrder);
    }
  }

  /** The place in the topological order of the last of the layers. */
  private int last() {
    int[] order = graph.topologicalSortOrder();
    return IntStream.range(0, order.length)
        .filter(place -> layers.contains(graph.getVertices()[order[place]].getVertexName()))
        .max()
        .orElseThrow();
  }
}
