// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

/** What is subtracted from values. */
public enum Centre {
  /** Nothing. */
  NONE,
  /** The mean of all values of all training images. */
  NUMBER,
  /** The mean of the channel. */
  CHANNEL,
  /** The mean image. */
  IMAGE
}
