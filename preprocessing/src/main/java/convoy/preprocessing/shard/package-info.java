/**
 * Shards: which split and shard an example belongs to, the Parquet files and their manifest, the
 * Spark job that writes them and the readers that executors use. Where examples come from is the
 * sources' affair; what is computed from them is not known here.
 */
package convoy.preprocessing.shard;
