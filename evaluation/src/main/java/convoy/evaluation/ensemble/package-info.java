/**
 * Members (single parameters, running averages, ensembles) and the one pass over the data that
 * judges them all. What is counted of their answers lives with the metrics.
 */
package convoy.evaluation.ensemble;
