/**
 * What lies in the folder of a run, and in that of a search for neighbours: where each file is, its
 * records, how they are written and read back. What computes them is not known here.
 */
package convoy.pipeline.folder;
