// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Keeps the mistakes that a classifier was surest of, at most so many: an aggregate of {@link
 * #zero}, {@link #add} and {@link #merge}. Looking at them finds wrong labels, duplicate classes
 * and faults of the preprocessing.
 *
 * <p>What is kept are the first of all mistakes in the order of {@link Mistake}, which is total, so
 * any order, any split and any tree of merges keeps the same ones. Memory is that of the kept ones.
 *
 * <p>An undefined prediction (see {@link Prediction}) is wrong, but sure of nothing: it is not
 * among them.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class ConfidentMistakes implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int most;

  /** The least confident at its head, to be the first to go. */
  private final PriorityQueue<Mistake> kept = new PriorityQueue<>(Collections.reverseOrder());

  private ConfidentMistakes(int most) {
    this.most = most;
  }

  /**
   * No mistake yet.
   *
   * @param most mistakes that are kept, 0 or more; 0 keeps none
   * @throws IllegalArgumentException if it is negative
   */
  public static ConfidentMistakes zero(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("mistakes to keep are 0 or more, not " + most);
    }
    return new ConfidentMistakes(most);
  }

  /**
   * Adds one example: nothing where the prediction is the label or undefined.
   *
   * @param key of the example
   * @param label its true class, from 0
   * @return these mistakes
   * @throws IllegalArgumentException if the label is negative
   */
  public ConfidentMistakes add(long key, int label, Prediction prediction) {
    if (label < 0) {
      throw new IllegalArgumentException("a label is 0 or more, not " + label);
    }
    if (prediction.defined() && prediction.predicted() != label) {
      keep(new Mistake(key, label, prediction.predicted(), prediction.confidence()));
    }
    return this;
  }

  /**
   * Adds the mistakes that another aggregate kept, which stays as it is.
   *
   * @return these mistakes
   * @throws IllegalArgumentException if the other keeps another number: what it dropped could be
   *     missing here
   */
  public ConfidentMistakes merge(ConfidentMistakes other) {
    if (other.most != most) {
      throw new IllegalArgumentException(
          "the first %s mistakes do not merge with the first %s".formatted(other.most, most));
    }
    List.copyOf(other.kept).forEach(this::keep);
    return this;
  }

  private void keep(Mistake mistake) {
    kept.add(mistake);
    if (kept.size() > most) {
      kept.poll();
    }
  }

  /** The mistakes kept, the most confident first. */
  public List<Mistake> mistakes() {
    return kept.stream().sorted().toList();
  }

  /** Whether the other keeps as many at most, and the same mistakes. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ConfidentMistakes that
        && most == that.most
        && mistakes().equals(that.mistakes());
  }

  @Override
  public int hashCode() {
    return mistakes().hashCode() * 31 + most;
  }

  @Override
  public String toString() {
    return "at most %s: %s".formatted(most, mistakes());
  }
}
