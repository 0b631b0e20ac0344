/**
 * Judges trained parameters: metrics, ensembles, running averages, pictures and the report. Nothing
 * here changes a parameter.
 */
package convoy.evaluation;
