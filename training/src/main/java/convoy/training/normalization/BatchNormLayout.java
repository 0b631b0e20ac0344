// SPDX-License-Identifier: Apache-2.0
package convoy.training.normalization;

import java.io.Serializable;
import java.util.List;

/**
 * Where the running statistics of batch normalization lie in a network's flat parameter vector.
 * They describe data and are no weights: they are merged, not averaged, and no optimizer moves
 * them.
 *
 * @param layers in the order in which the network goes through them; none where nothing is
 *     normalized
 */
public record BatchNormLayout(List<Layer> layers) implements Serializable {
  /** Of a network without batch normalization. */
  public static final BatchNormLayout NONE = new BatchNormLayout(List.of());

  /**
   * One batch normalization.
   *
   * @param name of the layer
   * @param mean where its means begin, one a channel
   * @param variance where its variances begin, one a channel; denominator N
   * @param channels how many there are of each
   */
  public record Layer(String name, int mean, int variance, int channels) implements Serializable {}

  /** Whether the network has no running statistics. */
  public boolean isEmpty() {
    return layers.isEmpty();
  }

  /** Overwrites the running statistics of one vector of parameters with those of another. */
  public void copy(float[] from, float[] into) {
    for (Layer layer : layers) {
      System.arraycopy(from, layer.mean(), into, layer.mean(), layer.channels());
      System.arraycopy(from, layer.variance(), into, layer.variance(), layer.channels());
    }
  }

  /** The vector with zeros in the place of running statistics; itself where there are none. */
  public float[] without(float[] vector) {
    if (isEmpty()) {
      return vector;
    }
    float[] rest = vector.clone();
    copy(new float[rest.length], rest);
    return rest;
  }
}
