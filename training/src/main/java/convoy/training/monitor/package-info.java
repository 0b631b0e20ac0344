/**
 * What is seen of a run while it trains: the record of a round, samples of layers and workers,
 * validation, faults. How a round is computed, and who listens, is not known here.
 */
package convoy.training.monitor;
