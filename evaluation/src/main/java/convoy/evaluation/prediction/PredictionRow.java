// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.prediction;

import convoy.evaluation.metric.Prediction;
import convoy.preprocessing.shard.Unseen;
import java.io.Serializable;

/**
 * What is said of one image.
 *
 * @param id of the image where it comes from
 * @param label the class that it has there, by its name; null where it has none
 * @param answers probabilities or scores, {@code [classes]}; null where the image was not seen; not
 *     copied
 * @param unseen why there are no answers; null where there are
 */
public record PredictionRow(String id, String label, float[] answers, Unseen unseen)
    implements Serializable {
  private static final String NOT_FINITE =
      "the network's answers hold NaN or an infinity: its training diverged, or its features are out of range";

  /** Whether the image was seen, and went through the network. */
  public boolean answered() {
    return answers != null;
  }

  /** The predicted class; none where the image has no answers, or one of them is not finite. */
  Prediction prediction() {
    return answered() ? Prediction.of(answers, 0, answers.length) : Prediction.UNDEFINED;
  }

  /** Why no class is predicted; null where one is. */
  String reason() {
    if (unseen != null) {
      return unseen.reason();
    }
    return prediction().defined() ? null : NOT_FINITE;
  }
}
