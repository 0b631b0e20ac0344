// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import convoy.preprocessing.ImageShape;
import convoy.training.model.Models;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The first weights that see an image, as pictures (course notes, Understanding ConvNets). */
public final class FirstLayer {
  /** More than these are not looked at by anyone. */
  private static final int MOST = 144;

  private FirstLayer() {}

  /**
   * The filters of a convolution, {@code [filters, channels, height, width]}; or the templates of a
   * dense layer, one a unit, in the shape of the image (course notes, Linear Classification). At
   * most the first 144; none of a network that Convoy did not name.
   *
   * @param input shape of the images
   */
  public static Optional<Filters> of(ComputationGraph graph, ImageShape input) {
    INDArray weights = graph.paramTable().get(Models.FIRST_LAYER + "_W");
    if (weights == null) {
      return Optional.empty();
    }
    boolean convolution = weights.rank() == 4;
    INDArray rows = convolution ? weights : weights.transpose();
    ImageShape shape =
        convolution
            ? new ImageShape((int) rows.size(1), (int) rows.size(2), (int) rows.size(3))
            : input;
    int count = (int) Math.min(MOST, rows.size(0));
    float[] values = new float[count * shape.size()];
    try (INDArray copy = rows.dup('c')) {
      INDArray flat = copy.reshape(rows.size(0), shape.size());
      for (int i = 0; i < values.length; i++) {
        values[i] = flat.getFloat(i / shape.size(), i % shape.size());
      }
    }
    return Optional.of(new Filters(values, count, shape));
  }
}
