/**
 * Where examples come from: each source lists its slices, and a slice is read by one executor. What
 * becomes of the examples (splits, shards) is not decided here.
 */
package convoy.preprocessing.source;
