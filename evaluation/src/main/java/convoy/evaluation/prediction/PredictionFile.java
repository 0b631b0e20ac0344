// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.prediction;

import java.io.Serializable;

/**
 * A file of predictions that an executor has written.
 *
 * @param file its name below the folder
 * @param rows one an image
 * @param undecodable images among them that could not be decoded, and have no answers
 * @param notFinite images among them whose answers are not finite, and predict nothing
 */
public record PredictionFile(String file, long rows, long undecodable, long notFinite)
    implements Serializable {}
