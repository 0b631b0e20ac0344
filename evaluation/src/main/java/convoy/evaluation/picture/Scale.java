// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

/** How the values of an axis become distances along it. */
public enum Scale {
  /** Equal differences are equal distances. */
  LINEAR,
  /** Linear, with ticks at whole numbers only: for counts such as rounds and epochs. */
  WHOLE,
  /** Linear, and never beyond 0 to 100 when the data are not. */
  PERCENT,
  /** Equal ratios are equal distances; values that are not positive cannot be drawn. */
  LOGARITHMIC
}
