// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

/**
 * The training examples cut into folds of equal size, give or take one, along the order of their
 * split (course notes CS231n, "Image Classification", section "Validation sets for Hyperparameter
 * tuning").
 *
 * <p>Stretches, not every F-th example: shards interleave the classes, so that a stretch holds each
 * in proportion, while every fifth example of ten interleaved classes would be of two classes only.
 *
 * @param count of folds, from 2 to the number of examples
 * @param examples in all
 */
record Folds(int count, int examples) {
  Folds {
    if (count < 2 || count > examples) {
      throw new IllegalArgumentException(
          "%s examples fall into 2 to %s folds, not %s".formatted(examples, examples, count));
    }
  }

  /** The examples of a fold, from 0. */
  Stretch stretch(int fold) {
    return new Stretch(begin(fold), begin(fold + 1));
  }

  private int begin(int fold) {
    return (int) ((long) fold * examples / count);
  }
}
