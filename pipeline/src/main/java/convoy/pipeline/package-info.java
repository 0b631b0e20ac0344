/**
 * The application: command line, configuration, run folder and Spark session, and the order in
 * which the other modules are called. No mathematics lives here.
 */
package convoy.pipeline;
