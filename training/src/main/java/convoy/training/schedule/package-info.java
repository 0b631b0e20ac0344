/**
 * What changes as training goes on: the learning rate, the local steps between two averages, and
 * when to validate, to keep a checkpoint and to stop. Plain mathematics, without Spark and without
 * a network.
 */
package convoy.training.schedule;
