/**
 * The networks that Convoy knows by name, as Deeplearning4j configurations. How they are trained is
 * not known here.
 */
package convoy.training.model;
