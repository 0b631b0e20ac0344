// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.picture.PrincipalImages;
import convoy.preprocessing.augment.ContactSheet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the report shows of the training split's statistics, and of what happens to images before
 * the network sees them.
 *
 * @param principal the mean image, and the first eigenvectors with their eigenvalues
 * @param deviation {@code [c, h, w]}: the standard deviation of each value; not copied, not to be
 *     changed
 * @param examples images of the training split, {@code [c, h, w]} of one unsigned byte each, to be
 *     shown as they are, reduced and whitened; empty where they are no longer at hand
 * @param augmented what augmentation makes of some images; empty where there is none
 */
public record PreprocessingPictures(
    PrincipalImages principal,
    double[] deviation,
    List<byte[]> examples,
    Optional<ContactSheet> augmented)
    implements Preprocessing {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if deviations or examples do not have the shape of the mean
   */
  public PreprocessingPictures {
    Objects.requireNonNull(augmented, "augmented");
    examples = List.copyOf(examples);
    int size = principal.shape().size();
    if (deviation.length != size) {
      throw new IllegalArgumentException(
          "%s deviations for images of %s".formatted(deviation.length, principal.shape()));
    }
    for (byte[] example : examples) {
      if (example.length != size) {
        throw new IllegalArgumentException(
            "an example of %s bytes, not of %s".formatted(example.length, principal.shape()));
      }
    }
  }

  /** The variance of all values together: the sum of all eigenvalues, those not given included. */
  double variance() {
    double sum = 0;
    for (double one : deviation) {
      sum += one * one;
    }
    return sum;
  }
}
