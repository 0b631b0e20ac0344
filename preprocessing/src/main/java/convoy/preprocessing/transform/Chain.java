// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import convoy.preprocessing.ImageShape;
import java.util.List;

/**
 * Several transforms, one after the other; none at all leaves images as they are.
 *
 * @param steps in the order in which they are applied; each was fitted on what the steps before it
 *     make of the training split
 */
public record Chain(List<Preprocessor> steps) implements Preprocessor {
  public Chain {
    steps = List.copyOf(steps);
  }

  /** A chain of these steps. */
  public static Chain of(Preprocessor... steps) {
    return new Chain(List.of(steps));
  }

  @Override
  public void apply(float[] images, int count) {
    Minibatch.values(images, count, 0);
    steps.forEach(step -> step.apply(images, count));
  }

  @Override
  public void invert(float[] values, int count) {
    Minibatch.values(values, count, 0);
    for (int i = steps.size() - 1; i >= 0; i--) {
      steps.get(i).invert(values, count);
    }
  }

  @Override
  public ImageShape outputShape(ImageShape image) {
    ImageShape shape = image;
    for (Preprocessor step : steps) {
      shape = step.outputShape(shape);
    }
    return shape;
  }
}
