// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import convoy.preprocessing.ImageShape;
import java.io.Serializable;

/**
 * A transform of pixel values that was fitted on the statistics of the training split. Immutable;
 * several threads may apply it at a time.
 *
 * <p>The same one is fitted from the same specification and statistics by {@link
 * Preprocessors#fit}, and it can be serialized. The kinds are those of the course notes CS231n,
 * "Neural Networks Part 2: Setting up the Data and the Loss", section "Data Preprocessing"
 * (http://cs231n.github.io/neural-networks-2/).
 */
public sealed interface Preprocessor extends Serializable
    permits Centring, Scaling, LinearMap, Chain {

  /**
   * Transforms a minibatch in place.
   *
   * @param images {@code [n, c, h, w]}, pixel values from 0 to 255 for the first of a chain; may be
   *     longer than the minibatch, the rest is left alone. Afterwards it begins with {@code [n,
   *     ...]} of {@link #outputShape}; where that is smaller, what follows is of no meaning
   * @param count the images n of the minibatch; 0 does nothing
   * @throws IllegalArgumentException if {@code images} is shorter than {@code count} images, or
   *     {@code count} is negative
   */
  void apply(float[] images, int count);

  /**
   * Takes a transformed minibatch back, in place: what {@link #apply} made of images becomes these
   * images again, to the rounding of fp32. Where components were dropped it becomes the images
   * nearest to them that the kept components can make.
   *
   * @param values {@code [n, ...]} of {@link #outputShape}, and as long as n images
   * @param count the images n of the minibatch; 0 does nothing
   * @throws IllegalArgumentException if {@code values} is shorter than {@code count} images, or
   *     {@code count} is negative
   */
  void invert(float[] values, int count);

  /**
   * The shape of what an image becomes: its own, or {@code [k, 1, 1]} where it becomes k
   * components.
   *
   * @throws IllegalArgumentException if this was fitted on images of another size
   */
  ImageShape outputShape(ImageShape image);
}
