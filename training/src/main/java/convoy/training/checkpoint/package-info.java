/**
 * Checkpoints: a trained network in Deeplearning4j's own zip format with what Convoy needs to go on
 * from it or to judge it. When one is written is not decided here.
 */
package convoy.training.checkpoint;
