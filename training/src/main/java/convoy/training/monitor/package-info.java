/**
 * What is seen of a run while it trains: the record of a round, validation, and who listens. How a
 * round is computed is not known here.
 */
package convoy.training.monitor;
