/**
 * Spark as Convoy opens it, and what can be asked of it: executors, their GPUs, what is in force on
 * them, how far tasks have come. Runs and their folders are not known here.
 */
package convoy.pipeline.session;
