// SPDX-License-Identifier: Apache-2.0
package convoy.training.monitor;

/** Judges parameters on the validation split; the training loop does not know how. */
@FunctionalInterface
public interface Validator {
  /** Measures parameters; {@link Validation#NONE} where there is no validation split. */
  Validation validate(float[] parameters);
}
