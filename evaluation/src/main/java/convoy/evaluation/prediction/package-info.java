/**
 * What networks say of images, a row each, as files for others to read. What is counted of answers
 * whose labels are known lives with the metrics.
 */
package convoy.evaluation.prediction;
