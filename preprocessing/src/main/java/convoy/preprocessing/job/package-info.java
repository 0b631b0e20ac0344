/**
 * How Spark jobs end: with every task of theirs, and with what executors held for them. What jobs
 * compute is the business of other rooms.
 */
package convoy.preprocessing.job;
