/**
 * The phases of a run (shards, statistics, training, evaluation, report) in the order that the
 * design draws, and the other jobs on a run that is there. How a phase is asked for on the command
 * line is not known here.
 */
package convoy.pipeline.run;
