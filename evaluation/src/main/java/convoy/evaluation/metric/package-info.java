/**
 * What is measured of a member, or of two on the same examples: the exact, mergeable counts of a
 * classification, the statistics drawn from them, the record that sums them up, and the file that
 * keeps it. Where the probabilities come from, and how the numbers are shown, is not decided here.
 */
package convoy.evaluation.metric;
