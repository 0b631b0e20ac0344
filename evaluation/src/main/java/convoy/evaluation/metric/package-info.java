/**
 * What is measured of a member: the exact, mergeable counts of a classification, the record that
 * sums them up, and the file that keeps it. Where the probabilities come from, and how the numbers
 * are shown, is not decided here.
 */
package convoy.evaluation.metric;
