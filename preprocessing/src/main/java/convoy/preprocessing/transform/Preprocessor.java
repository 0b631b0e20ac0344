// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import java.io.Serializable;

/**
 * A transform of pixel values that was fitted on the statistics of the training split. Immutable;
 * several threads may apply it at a time.
 *
 * <p>The same one is fitted from the same {@link #name} and statistics by {@link
 * Preprocessors#fit}, and it can be serialized. The kinds are those of the course notes CS231n,
 * "Neural Networks Part 2: Setting up the Data and the Loss", section "Data Preprocessing"
 * (http://cs231n.github.io/neural-networks-2/).
 */
public sealed interface Preprocessor extends Serializable
    permits UnitScaling, MeanImage, ChannelScaling, PcaWhitening, ZcaWhitening {

  /**
   * Transforms a minibatch in place.
   *
   * @param images {@code [n, c, h, w]}, pixel values from 0 to 255; may be longer than the
   *     minibatch, the rest is left alone
   * @param count the images n of the minibatch; 0 does nothing
   * @throws IllegalArgumentException if {@code images} is shorter than {@code count} images, or
   *     {@code count} is negative
   */
  void apply(float[] images, int count);

  /** The name of the kind, as {@link Preprocessors#fit} takes it. */
  String name();
}
