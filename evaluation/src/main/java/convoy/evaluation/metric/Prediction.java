// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

/**
 * What a classifier says of one example: the class with the largest probability, of equal ones the
 * lowest index, and that probability.
 *
 * <p>A row with a probability that is NaN or infinite is {@link #UNDEFINED}: it has no predicted
 * class, is right for no label, and has no confidence.
 *
 * @param predicted class, from 0; {@link #NONE} where there is none
 * @param confidence the largest probability, held within 0 and 1, since a sum of rounded floats may
 *     exceed 1 a little; 0 without a predicted class. Of scores that are no probabilities it means
 *     nothing.
 */
public record Prediction(int predicted, double confidence) {
  /** Stands for the class of an example without a defined prediction; no label equals it. */
  public static final int NONE = -1;

  /** The prediction of an example with a NaN or infinite probability. */
  public static final Prediction UNDEFINED = new Prediction(NONE, 0);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the class is below {@link #NONE}, or the confidence NaN or
   *     outside 0 to 1
   */
  public Prediction {
    if (predicted < NONE || !(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException(
          "class %s with confidence %s; legal: -1 or more, 0 to 1"
              .formatted(predicted, confidence));
    }
  }

  /**
   * The prediction that a row of probabilities stands for.
   *
   * @param probabilities of minibatch examples, {@code [n, classes]} row by row; not kept
   * @param offset where this example's row begins
   * @param classes length of the row, 1 or more
   * @throws IllegalArgumentException if the row does not fit the array
   */
  public static Prediction of(float[] probabilities, int offset, int classes) {
    if (classes < 1 || offset < 0 || offset > probabilities.length - classes) {
      throw new IllegalArgumentException(
          "%s probabilities from offset %s do not fit an array of %s"
              .formatted(classes, offset, probabilities.length));
    }
    int predicted = 0;
    for (int i = 0; i < classes; i++) {
      float probability = probabilities[offset + i];
      if (!Float.isFinite(probability)) {
        return UNDEFINED;
      }
      if (probability > probabilities[offset + predicted]) {
        predicted = i;
      }
    }
    float confidence = Math.min(1, Math.max(0, probabilities[offset + predicted]));
    return new Prediction(predicted, confidence);
  }

  /** Whether there is a predicted class. */
  public boolean defined() {
    return predicted != NONE;
  }
}
