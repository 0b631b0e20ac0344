// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.prediction;

import java.io.Serializable;

/**
 * A file of predictions that an executor has written.
 *
 * @param file its name below the folder
 * @param rows one an image
 * @param undecodable images among them that could not be read or decoded, and have no answers
 * @param refused whole images among them that do not suit the network, and have no answers
 * @param notFinite images among them whose answers are not finite, and predict nothing
 */
public record PredictionFile(String file, long rows, long undecodable, long refused, long notFinite)
    implements Serializable {}
