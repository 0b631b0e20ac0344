// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.picture.ActivationMaps;
import convoy.evaluation.picture.PngImage;
import java.util.List;

/**
 * What the layers of a network make of one image.
 *
 * @param image as it is
 * @param label of the image
 * @param layers in the order of the network
 */
public record ShownActivations(PngImage image, int label, List<ActivationMaps> layers) {
  /** Copies the list. */
  public ShownActivations {
    layers = List.copyOf(layers);
  }
}
