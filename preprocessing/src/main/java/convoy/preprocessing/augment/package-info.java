/**
 * Random changes of training images that leave their class as it is, each a function of the run's
 * seed, the epoch and the example alone. What is fitted on the training split and applied to every
 * split alike (transforms) does not live here.
 */
package convoy.preprocessing.augment;
