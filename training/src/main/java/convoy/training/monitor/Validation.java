// SPDX-License-Identifier: Apache-2.0
package convoy.training.monitor;

/**
 * What parameters are worth on the validation split.
 *
 * @param accuracy share of examples whose most probable class is the right one; NaN if not measured
 * @param loss mean cross-entropy in nats; NaN if not measured, or the model has no probabilities
 */
public record Validation(double accuracy, double loss) {
  /** Nothing was measured. */
  public static final Validation NONE = new Validation(Double.NaN, Double.NaN);
}
