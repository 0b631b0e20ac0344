/**
 * Raw files to shards, statistics of the training split, and the transforms fitted on them: the
 * words that every room of this module shares (example, split, shape) live here. No network, no
 * training and no command line do.
 */
package convoy.preprocessing;
