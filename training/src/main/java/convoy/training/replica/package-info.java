/**
 * What runs on an executor: one network, its local steps on one partition, and the native backend
 * underneath. No SparkContext is at hand here, and nothing is kept between rounds but caches.
 */
package convoy.training.replica;
