// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

/**
 * How a split is cut so that the same images share a minibatch whatever the cluster: parts and
 * blocks begin at whole minibatches, counted from the split's first image.
 *
 * @param parts partitions, at least 1; some are empty where there are fewer minibatches
 * @param batch images of a minibatch, at least 1; the split's last may have fewer
 * @param most images of a block, a multiple of {@code batch}
 */
public record MinibatchCut(int parts, int batch, int most) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if they are not as they say
   */
  public MinibatchCut {
    if (parts < 1 || batch < 1 || most < batch || most % batch != 0) {
      throw new IllegalArgumentException(
          "%s parts of blocks of %s images in minibatches of %s".formatted(parts, most, batch));
    }
  }

  /**
   * How many images a part has, so that there are about so many parts: whole minibatches, at most
   * {@code most} images; the last part may have fewer.
   *
   * @param count of all images
   */
  int imagesOfPart(int count) {
    int each = Math.max(1, (count + parts - 1) / parts);
    return Math.min(most, (each + batch - 1) / batch * batch);
  }
}
