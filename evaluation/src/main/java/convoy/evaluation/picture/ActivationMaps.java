// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import convoy.preprocessing.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a layer makes of one image: a map for each of its filters (course notes, Understanding
 * ConvNets, Layer Activations). While a network learns they become sparse and localized; a map that
 * is zero for many different images is of a filter that is dead.
 *
 * @param layer its name
 * @param maps {@code [count, 1, height, width]}
 * @param zeros share of 1 of the values that are 0
 */
public record ActivationMaps(String layer, Filters maps, double zeros) {
  /** More than these are not looked at by anyone. */
  private static final int MOST = 64;

  /**
   * Those of every layer whose outputs are planes, in the order of the network.
   *
   * @param graph of Deeplearning4j's own layers, whose outputs are rows
   * @param image as the network sees it, {@code [1, channels, height, width]}
   */
  public static List<ActivationMaps> of(ComputationGraph graph, INDArray image) {
    Map<String, INDArray> outputs = graph.feedForward(image, false);
    List<ActivationMaps> layers = new ArrayList<>();
    for (String layer : graph.getConfiguration().getTopologicalOrderStr()) {
      INDArray output = outputs.get(layer);
      boolean isInput = graph.getConfiguration().getNetworkInputs().contains(layer);
      if (output != null && output.rank() == 4 && !isInput) {
        layers.add(of(layer, output));
      }
    }
    // Outside the heap, and no workspace's; the image is the caller's.
    outputs.values().stream()
        .filter(output -> output != image && output.closeable())
        .forEach(INDArray::close);
    return layers;
  }

  private static ActivationMaps of(String layer, INDArray output) {
    float[] values;
    try (INDArray rows = output.dup('c')) {
      values = rows.data().asFloat();
    }
    long zeros = IntStream.range(0, values.length).filter(i -> values[i] == 0).count();
    int count = (int) output.size(1);
    ImageShape shape = new ImageShape(1, (int) output.size(2), (int) output.size(3));
    return new ActivationMaps(
        layer, new Filters(values, count, shape), (double) zeros / values.length);
  }

  /**
   * At most the first 64 maps in a grid, all in the shades of the layer's range, so that they
   * compare.
   */
  public PngImage grid() {
    ImageShape shape = maps.shape();
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : maps.weights()) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    PngImage[] tiles = new PngImage[Math.min(MOST, maps.count())];
    for (int map = 0; map < tiles.length; map++) {
      double[] plane = new double[shape.plane()];
      for (int i = 0; i < plane.length; i++) {
        plane[i] = maps.weights()[map * plane.length + i];
      }
      tiles[map] = PngImage.of(plane, shape, low, high);
    }
    return PngImage.grid(tiles, (int) Math.ceil(Math.sqrt(2.0 * tiles.length)));
  }
}
