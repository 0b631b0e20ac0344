// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.statistics.PrincipalComponents;
import convoy.preprocessing.statistics.Statistics;
import java.io.Serializable;

/**
 * The mean colour of the training split, and the principal components of the colours of its pixels,
 * in units of pixel values (0 to 255). The arrays are not copied and not to be changed.
 *
 * @param mean {@code [c]}
 * @param eigenvalues {@code [c]}, descending, of the {@code c x c} covariance of the channels over
 *     all pixels of all images, denominator N x height x width
 * @param eigenvectors {@code [c, c]}, row k is the unit vector of eigenvalue k
 */
public record ColourStatistics(double[] mean, double[] eigenvalues, double[] eigenvectors)
    implements Serializable {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if they are not those of one number of channels
   */
  public ColourStatistics {
    if (eigenvalues.length != mean.length || eigenvectors.length != mean.length * mean.length) {
      throw new IllegalArgumentException(
          "%d means, %d eigenvalues and %d components of eigenvectors"
              .formatted(mean.length, eigenvalues.length, eigenvectors.length));
    }
  }

  /**
   * Factors a covariance of channels.
   *
   * @param mean {@code [c]}
   * @param covariance {@code [c, c]}, symmetric
   */
  public static ColourStatistics of(double[] mean, double[] covariance) {
    PrincipalComponents components = PrincipalComponents.of(covariance, mean.length);
    return new ColourStatistics(mean, components.eigenvalues(), components.eigenvectors());
  }

  /** The means alone, for chains that add no noise: colours that never vary. */
  static ColourStatistics ofMeans(double[] mean) {
    return new ColourStatistics(
        mean, new double[mean.length], new double[mean.length * mean.length]);
  }

  /** Draws them from the statistics of whole images. */
  public static ColourStatistics of(Statistics statistics) {
    return of(statistics.channels().mean(), covariance(statistics));
  }

  /**
   * The covariance of the channels over all pixels: the mean over positions of their covariance
   * there, plus the covariance over positions of their mean images (law of total covariance).
   */
  static double[] covariance(Statistics statistics) {
    ImageShape shape = statistics.shape();
    int channels = shape.channels();
    int plane = shape.plane();
    double[] image = statistics.pixels().mean();
    double[] mean = statistics.channels().mean();
    double[] covariance = new double[channels * channels];
    for (int a = 0; a < channels; a++) {
      for (int b = 0; b < channels; b++) {
        double sum = 0;
        for (int place = 0; place < plane; place++) {
          int i = a * plane + place;
          int j = b * plane + place;
          sum +=
              statistics.covariance()[i * shape.size() + j]
                  + (image[i] - mean[a]) * (image[j] - mean[b]);
        }
        covariance[a * channels + b] = sum / plane;
      }
    }
    return covariance;
  }
}
