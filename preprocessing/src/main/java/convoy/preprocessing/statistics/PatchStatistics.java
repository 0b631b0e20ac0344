// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;

/**
 * Mean, covariance and principal components of all patches of size x size pixels of all images, in
 * units of pixel values (0 to 255): for the whitening filters of a first layer, and, with size 1,
 * for the principal components of colour. Patches overlap; none reaches over the border. The arrays
 * are not copied and not to be changed.
 *
 * @param size height and width of a patch, 1 to {@link #MAXIMUM_SIZE}
 * @param count patches seen: images x (h - size + 1) x (w - size + 1)
 * @param mean {@code [c, size, size]}
 * @param covariance {@code [p, p]}, row by row, for {@code p = c * size * size}; denominator: the
 *     patches seen
 * @param components all p eigenvalues and eigenvectors of the covariance
 */
public record PatchStatistics(
    int size, long count, double[] mean, double[] covariance, PrincipalComponents components) {

  /** The largest patch: what first layers look at. */
  public static final int MAXIMUM_SIZE = 7;

  /**
   * Draws them from the sums of whole images, exactly, without another pass.
   *
   * <p>Let {@code P = (h - size + 1) (w - size + 1)} be the positions of a patch in an image. Value
   * a of the patch at position t is value {@code s(a, t)} of the image. The sum of products of the
   * values a and b over all patches of all images n is
   *
   * <pre>
   * sum_n sum_t x_n[s(a, t)] x_n[s(b, t)] = sum_t sum_n x_n[s(a, t)] x_n[s(b, t)]
   *                                       = sum_t G[s(a, t), s(b, t)]
   * </pre>
   *
   * where G is the Gramian of the pixels. All are finite sums of integers, so they may be
   * exchanged, and the result is the same integer. It costs {@code p^2 P / 2} additions: 7 million
   * for the largest patches of CIFAR, whatever the number of images. The sums fit into 63 bits for
   * {@code 2^47} patches.
   *
   * @param sums over at least one image
   * @throws BadInputException if patches of that size do not fit, or size is not from 1 to {@link
   *     #MAXIMUM_SIZE}
   */
  public static PatchStatistics of(PixelSums sums, int size) {
    ImageShape shape = sums.shape();
    int largest = Math.min(MAXIMUM_SIZE, Math.min(shape.height(), shape.width()));
    if (size < 1 || size > largest) {
      throw new BadInputException(
          "patches of %s x %s pixels cannot be described in images of %s: the size is from 1 to %s"
              .formatted(size, size, shape, largest));
    }
    int[] offsets = offsets(shape, size);
    int[] origins = origins(shape, size);
    long count = sums.count() * origins.length;
    long[] totals = new long[offsets.length];
    double[] mean = new double[offsets.length];
    for (int a = 0; a < offsets.length; a++) {
      for (int origin : origins) {
        totals[a] += sums.sum(origin + offsets[a]);
      }
      mean[a] = (double) totals[a] / count;
    }
    double[] covariance = new double[offsets.length * offsets.length];
    for (int a = 0; a < offsets.length; a++) {
      for (int b = 0; b <= a; b++) {
        long products = 0;
        for (int origin : origins) {
          products += sums.product(origin + offsets[a], origin + offsets[b]);
        }
        double value = Covariance.of(count, totals[a], totals[b], products);
        covariance[a * offsets.length + b] = value;
        covariance[b * offsets.length + a] = value;
      }
    }
    return new PatchStatistics(
        size, count, mean, covariance, PrincipalComponents.of(covariance, offsets.length));
  }

  /**
   * The patches of one pixel, to the last bit as {@link #of} describes them, without a product of
   * two pixels.
   *
   * @param sums over at least one image
   */
  static PatchStatistics ofColours(ValueSums sums) {
    ChannelStatistics colours = ChannelStatistics.of(sums);
    return new PatchStatistics(
        1,
        sums.count() * sums.shape().plane(),
        colours.mean(),
        colours.covariance(),
        PrincipalComponents.of(colours.covariance(), sums.shape().channels()));
  }

  /** Where in an image the values of the patch in its upper left corner are. */
  private static int[] offsets(ImageShape shape, int size) {
    int[] offsets = new int[shape.channels() * size * size];
    for (int i = 0; i < offsets.length; i++) {
      int channel = i / (size * size);
      int row = i / size % size;
      offsets[i] = (channel * shape.height() + row) * shape.width() + i % size;
    }
    return offsets;
  }

  /** How far every other patch is from the upper left corner. */
  private static int[] origins(ImageShape shape, int size) {
    int across = shape.width() - size + 1;
    int[] origins = new int[(shape.height() - size + 1) * across];
    for (int i = 0; i < origins.length; i++) {
      origins[i] = i / across * shape.width() + i % across;
    }
    return origins;
  }
}
