/**
 * Parameter averaging on the driver: the loop of rounds, who listens to it, the weighted sum and
 * the running average of the parameters. What a worker does within a round lives with the replica.
 */
package convoy.training.averaging;
