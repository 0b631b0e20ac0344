/**
 * Losses that Deeplearning4j does not have, as functions of what a network's output layer gives:
 * the loss of every example and its gradient. Plain mathematics; which network learns by which loss
 * is the models' affair.
 */
package convoy.training.loss;
