/**
 * Peers that only a benchmark needs, each a program of its own: they know nothing of Convoy, and
 * Convoy knows their arguments and one line of their output.
 */
package convoy.benchmarks;
