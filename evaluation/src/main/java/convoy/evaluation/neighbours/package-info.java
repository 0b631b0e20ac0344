/**
 * Exact nearest neighbours: distances, the k best, their vote, folds to choose k by, and the job
 * that asks all partitions. What is counted of the predictions lives with the metrics.
 */
package convoy.evaluation.neighbours;
