// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.statistics.Statistics;

/**
 * What is to be done to images, before it is fitted: centre, then scale, then mix. As text, parts
 * separated by commas, each at most once and in this order:
 *
 * <pre>
 * centre=image | channel | number | none
 * scale=image | channel | number | range | unit | none
 * pca=144 | pca=99%                         components, or a share of the variance
 * pca-whiten | pca-whiten=144 | pca-whiten=99%   each may be followed by epsilon=VARIANCE
 * zca                                            may be followed by epsilon=VARIANCE
 * </pre>
 *
 * A missing part is none. {@code unit}, {@code mean-image} and {@code channel} are short for {@code
 * scale=unit}, {@code centre=image, scale=number} and {@code centre=channel, scale=channel}.
 *
 * <p>Each part is fitted on what the parts before it make of the training split: {@code channel,
 * pca=144} takes the principal components of scaled images. The last three subtract the mean image
 * that is left, whatever was centred before. Epsilon is a variance in the units of what comes in:
 * squared grey levels where nothing was scaled. Its default is one hundredth of the mean eigenvalue
 * (for CIFAR-10 about 40, the variance of noise of 6 grey levels), and at least 1/12, the variance
 * that rounding to whole grey levels adds; features have no such least variance, and 1 where none
 * varies.
 *
 * <p>Features are centred, scaled and mixed as images are, each a channel of one value; {@code
 * scale=unit} is refused for them.
 */
public record PreprocessSpecification(Centre centre, Scale scale, Mixing mixing) {
  /**
   * Reads a specification.
   *
   * @throws BadInputException naming what is not understood, what is legal and the nearest name
   */
  public static PreprocessSpecification parse(String text) {
    return new PreprocessParser(text).parse();
  }

  /**
   * Fits the preprocessor that is described.
   *
   * @throws BadInputException if it needs components or a covariance that the statistics do not
   *     have
   */
  public Preprocessor fit(Statistics statistics) {
    return new ChainBuilder(statistics).centre(centre).scale(scale).mix(mixing).build();
  }

  /** Whether principal components of the training split are needed to fit it. */
  public boolean needsComponents() {
    return !(mixing instanceof Mixing.None);
  }

  /** Whether images become components, which have no neighbours. */
  public boolean reducesToComponents() {
    return mixing instanceof Mixing.Pca || mixing instanceof Mixing.PcaWhitening;
  }

  /**
   * Refuses what statistics with that many principal components cannot give, as far as it shows
   * before they are computed.
   *
   * @param components that are going to be found without a covariance
   * @throws BadInputException if more are kept, or all of them needed
   */
  public void requireAmong(int components) {
    if (mixing instanceof Mixing.Zca) {
      throw new BadInputException(
          ("preprocess = zca needs all principal components, which statistics.components = 0 finds,"
                  + " not %s; take that, or pca-whiten")
              .formatted(components));
    }
    if (mixing instanceof Mixing.Pca pca && pca.count() instanceof Mixing.Count.First first) {
      first.requireAmong(components);
    } else if (mixing instanceof Mixing.PcaWhitening whitening
        && whitening.count() instanceof Mixing.Count.First first) {
      first.requireAmong(components);
    }
  }

  /** Nothing at all: where parsing begins. */
  static PreprocessSpecification none() {
    return new PreprocessSpecification(Centre.NONE, Scale.NONE, new Mixing.None());
  }

  PreprocessSpecification with(Centre other) {
    return new PreprocessSpecification(other, scale, mixing);
  }

  PreprocessSpecification with(Scale other) {
    return new PreprocessSpecification(centre, other, mixing);
  }

  PreprocessSpecification with(Mixing other) {
    return new PreprocessSpecification(centre, scale, other);
  }
}
