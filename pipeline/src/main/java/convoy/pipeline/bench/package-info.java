/**
 * Convoy's own work timed against a peer's in the same run, with the memory that it took. How a
 * benchmark is asked for, and how it is printed, is not known here.
 */
package convoy.pipeline.bench;
