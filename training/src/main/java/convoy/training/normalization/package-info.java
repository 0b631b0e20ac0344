/**
 * The running statistics of batch normalization as the statistics that they are: where they lie
 * among a network's parameters, and how those of several workers or minibatches merge. No network
 * is known here.
 */
package convoy.training.normalization;
