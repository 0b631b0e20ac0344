// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.preprocessing.shard.ImageBlock;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The scores that a network gave the classes in its last local step, before the update.
 *
 * <p>Deeplearning4j computes them twice a step and keeps them neither time. They are made again of
 * the output layer's input, which is still there when the backward pass is over, with the dropout
 * that it had: one small product of matrices, no other forward pass, and no random number.
 */
final class Scores extends BaseTrainingListener {
  private float[] rows = new float[0];

  @Override
  public void onBackwardPass(Model model) {
    ComputationGraph graph = (ComputationGraph) model;
    Layer output = graph.getOutputLayer(0);
    INDArray weights = output.getParam(DefaultParamInitializer.WEIGHT_KEY);
    INDArray biases = output.getParam(DefaultParamInitializer.BIAS_KEY);
    try (INDArray scores = weights == null ? output.input().dup() : output.input().mmul(weights);
        INDArray inOrder = (biases == null ? scores : scores.addiRowVector(biases)).dup('c')) {
      rows = FlatArrays.copy(inOrder);
    }
  }

  /**
   * {@code [n, classes]}, row by row, before the softmax if there is one; empty before the first
   * step.
   */
  float[] rows() {
    return rows;
  }

  /**
   * Those of the images whose own class has the highest score; of several highest, the first class
   * counts. A score that is not a number is no highest one.
   *
   * @param images of the block, those of the last step in their order
   */
  int correct(ImageBlock block, int[] images) {
    int classes = rows.length / images.length;
    int correct = 0;
    for (int i = 0; i < images.length; i++) {
      int best = -1;
      for (int k = 0; k < classes; k++) {
        float score = rows[i * classes + k];
        if (best < 0 ? !Float.isNaN(score) : score > rows[i * classes + best]) {
          best = k;
        }
      }
      correct += best == block.label(images[i]) ? 1 : 0;
    }
    return correct;
  }
}
