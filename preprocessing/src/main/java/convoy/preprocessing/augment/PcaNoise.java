// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import java.util.Arrays;

/**
 * Adds one colour to all pixels of an image, along the principal components of the training split's
 * colours: the sum over k of {@code alpha_k lambda_k p_k}, alpha normal with deviation sigma and
 * drawn for each image (A. Krizhevsky, I. Sutskever and G. E. Hinton, "ImageNet Classification with
 * Deep Convolutional Neural Networks", 2012, section 4.1). It stands for light of another strength
 * and colour.
 *
 * <p>The formula multiplies by variances, so it depends on the unit of pixel values. As is usual,
 * they are taken as 0 to 1: with the eigenvalues of pixels of 0 to 255, what is added is {@code
 * alpha_k lambda_k / 255 p_k}, and its covariance {@code P diag((sigma lambda / 255)^2) P^T}.
 * Results are clamped to 0 to 255.
 *
 * @param sigma 0 (nothing is added) to 2; the paper's is 0.1
 */
public record PcaNoise(double sigma) implements Augmentation {
  static final String NAME = "pca-noise";
  private static final double USUAL = 0.1;
  private static final double WHITE = 255;

  /**
   * Checks sigma.
   *
   * @throws BadInputException if it is out of range
   */
  public PcaNoise {
    Range.require("the sigma of pca-noise", sigma, new Range(0, 2), "deviation of alpha");
  }

  static PcaNoise parse(Words words) {
    return new PcaNoise(words.more() ? words.number("sigma") : USUAL);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String text() {
    return NAME + " " + Range.number(sigma);
  }

  @Override
  public void requireFits(ImageShape shape) {
    if (shape.channels() != 3) {
      throw new BadInputException(
          "augmentation '%s' adds a colour, which images of %s do not have; leave it out"
              .formatted(text(), shape));
    }
  }

  @Override
  public void apply(Pixels pixels, AugmentRandom random) {
    double[] added = draw(pixels, random);
    float[] values = pixels.values();
    int plane = pixels.shape.plane();
    for (int channel = 0; channel < added.length; channel++) {
      float value = (float) added[channel];
      int begin = pixels.offset() + channel * plane;
      for (int i = begin; i < begin + plane; i++) {
        values[i] = Pixels.clamp(values[i] + value);
      }
    }
  }

  /** What is added to each channel. */
  double[] draw(Pixels pixels, AugmentRandom random) {
    double[] added = pixels.byChannel;
    ColourStatistics colours = pixels.colours;
    Arrays.fill(added, 0);
    for (int k = 0; k < added.length; k++) {
      double along = sigma * random.normal() * colours.eigenvalues()[k] / WHITE;
      for (int channel = 0; channel < added.length; channel++) {
        added[channel] += along * colours.eigenvectors()[k * added.length + channel];
      }
    }
    return added;
  }
}
