/**
 * The commands: what the user may write, and in which order it calls the phases of a run. Results
 * go to standard output, everything else to standard error.
 */
package convoy.pipeline.command;
