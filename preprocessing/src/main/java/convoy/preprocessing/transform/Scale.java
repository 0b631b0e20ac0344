// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

/**
 * What centred values are divided by. Deviations have the denominator N; what never varies is
 * divided by 1.
 */
public enum Scale {
  /** Nothing. */
  NONE,
  /** 255, so that pixel values are from 0 to 1. */
  UNIT,
  /** The standard deviation of all values. */
  NUMBER,
  /** The standard deviation of the channel. */
  CHANNEL,
  /** The standard deviation of the value itself. */
  IMAGE,
  /**
   * Half the distance of the value's extremes in the training split, after their middle was
   * subtracted: values are then from -1 to 1 and reach both. In other splits they may exceed them.
   */
  RANGE
}
