/**
 * Transforms of pixel values, each fitted on the statistics of the training split and applied to
 * minibatches in place. What changes at random from one epoch to the next (augmentation) and what
 * learns (layers) does not live here.
 */
package convoy.preprocessing.transform;
