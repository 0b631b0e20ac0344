/**
 * Every setting of a run: the defaults in the jar, a user's file and command line laid over them,
 * and the records that result and check themselves. What a setting does is decided by the module
 * that takes its value, not here.
 */
package convoy.pipeline.config;
