/**
 * One class under the name by which Deeplearning4j 1.0.0-M2.1 looks for it. Nothing of Convoy's own
 * lives here, and nothing of Convoy's calls it.
 */
package org.nd4j.nativeblas;
