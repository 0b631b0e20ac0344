// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import java.util.List;

/**
 * The network: the keys {@code model.*}.
 *
 * @param name one of {@link #NAMES}
 * @param hidden units of the dense layer, at least 1
 * @param dropout probability of dropping (not keeping) a unit, in {@code [0, 1)}
 * @param l2 factor of half the squared weights in the loss, from 0
 * @param batchNorm whether convolutions are followed by batch normalization; for {@code convnet}
 */
public record ModelConfig(String name, int hidden, double dropout, double l2, boolean batchNorm) {
  /** The names that {@code model.name} may have. */
  public static final List<String> NAMES = Models.NAMES;

  /**
   * Checks all of them.
   *
   * @throws convoy.preprocessing.BadInputException if one is not legal
   */
  public ModelConfig {
    Legal.checkName("model.name", name, NAMES);
    Legal.wholeNumbers(1, ModelSettings.MOST_HIDDEN, "units").check("model.hidden", (long) hidden);
    Legal.zeroToBelow(1, "probability").check("model.dropout", dropout);
    Legal.zeroTo(100, "loss a squared weight").check("model.l2", l2);
    Models.requireConvolutions(name, batchNorm);
  }
}
