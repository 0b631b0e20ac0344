/**
 * Models, the local steps of a replica on an executor, and the parameter-averaging loop on the
 * driver. Reading raw data and judging results live in the modules beside it.
 */
package convoy.training;
