// SPDX-License-Identifier: Apache-2.0
/**
 * The peer: Deeplearning4j's own parameter averaging on Spark, on the shards, statistics and models
 * of Convoy.
 */
package convoy.training.deeplearning4j;
