/**
 * One page that tells what a run did and how well: the values it is made of, and how they are laid
 * out as HTML. Reading them from a run folder, and writing the page to one, is not done here.
 */
package convoy.evaluation.report;
