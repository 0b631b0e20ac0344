// SPDX-License-Identifier: Apache-2.0
package convoy.training.model;

import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * How a replica updates its parameters in a local step: SGD with Nesterov momentum (course notes,
 * Neural Networks 3, Parameter updates).
 *
 * @param learningRate that the network is built with; training sets that of each step
 * @param momentum in [0, 1); 0 for plain SGD
 * @param clipping of the gradients
 */
public record Optimization(double learningRate, double momentum, GradientClipping clipping) {
  Nesterovs updater() {
    return new Nesterovs(learningRate, momentum);
  }
}
