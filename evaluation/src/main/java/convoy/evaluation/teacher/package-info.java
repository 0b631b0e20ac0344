/**
 * What an ensemble says of every training example, written down for students to learn from, and
 * read again beside the examples. What a student makes of it is the affair of training.
 */
package convoy.evaluation.teacher;
