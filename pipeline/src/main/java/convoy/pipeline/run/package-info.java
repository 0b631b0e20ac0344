/**
 * A run: its folder, its Spark session, and its phases (shards, statistics, training, evaluation,
 * report) in the order that the design draws. How a phase is asked for on the command line is not
 * known here.
 */
package convoy.pipeline.run;
