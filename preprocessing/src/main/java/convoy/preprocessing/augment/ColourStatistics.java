// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.statistics.ChannelStatistics;
import convoy.preprocessing.statistics.PrincipalComponents;
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
          "%s means, %s eigenvalues and %s components of eigenvectors"
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

  /** Draws them from the statistics of the training split's channels. */
  public static ColourStatistics of(ChannelStatistics channels) {
    return of(channels.mean(), channels.covariance());
  }
}
