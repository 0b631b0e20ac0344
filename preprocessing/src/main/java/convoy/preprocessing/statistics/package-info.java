/**
 * What the training split says about its pixels: exact sums, the statistics drawn from them, and
 * the folder that keeps them. How examples reach the sums (Spark jobs, shards), and what is done to
 * images with the result, is not decided here.
 */
package convoy.preprocessing.statistics;
