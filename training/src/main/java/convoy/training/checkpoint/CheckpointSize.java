// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import convoy.preprocessing.BadInputException;
import java.util.Locale;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * The size of the largest checkpoint that a training writes, known before it begins.
 *
 * @param parameters of the network
 * @param updaterStates of the size of the parameters that are kept: one, one a worker, or none
 * @param lastEpochs whose parameters are kept, at least 1
 * @param outerMomentum whether the outer optimizer has one
 */
public record CheckpointSize(
    long parameters, int updaterStates, int lastEpochs, boolean outerMomentum) {
  /** Two sums in fp64: of the exponential average, and of the ends of epochs. */
  private static final int SUMS = 2;

  /** The number of a network's parameters; no memory is taken for them. */
  public static long parameters(ComputationGraphConfiguration network) {
    return network.getVertices().values().stream()
        .mapToLong(vertex -> vertex.numParams(true))
        .sum();
  }

  /** Bytes of the vectors; compressed they are some percent fewer. */
  long bytes() {
    long vectors = 1L + updaterStates + lastEpochs + (outerMomentum ? 1 : 0);
    return parameters * (vectors * Float.BYTES + (long) SUMS * Double.BYTES);
  }

  /**
   * Refuses a training whose checkpoints could be written and not read.
   *
   * @throws BadInputException if they are larger than what is read at once
   */
  public void requireReadable() {
    if (bytes() > Checkpoints.LARGEST) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "a checkpoint of %,d parameters takes up to %,d bytes; Convoy reads at most %,d: train a smaller model, or keep fewer train.runningAverage.lastEpochs (%d)",
              parameters,
              bytes(),
              Checkpoints.LARGEST,
              lastEpochs));
    }
  }
}
