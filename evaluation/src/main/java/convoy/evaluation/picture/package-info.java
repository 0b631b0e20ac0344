/**
 * Pictures that are text: line charts, images and confusion tables as pieces of HTML that need no
 * network, script or style sheet. What they show and in which order a page shows it is not decided
 * here.
 */
package convoy.evaluation.picture;
