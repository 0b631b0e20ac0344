// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.statistics.PrincipalComponents;
import convoy.preprocessing.statistics.Statistics;
import convoy.preprocessing.transform.Mixing.Count;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Fits the steps of a chain, each on what the steps before it make of the training split. */
final class ChainBuilder {
  private static final float WHITE = 255;
  private static final double SHARE_OF_MEAN_EIGENVALUE = 0.01;
  private static final double ROUNDING_VARIANCE = 1.0 / 12;

  private final Statistics statistics;
  private final int size;
  private final List<Preprocessor> steps = new ArrayList<>();
  private Centre centre = Centre.NONE;

  /** The mean of each value so far, and what it was divided by. */
  private final double[] mean;

  private final double[] divisor;

  ChainBuilder(Statistics statistics) {
    this.statistics = statistics;
    this.size = statistics.shape().size();
    this.mean = statistics.pixels().mean().clone();
    this.divisor = new double[size];
    Arrays.fill(divisor, 1);
  }

  Preprocessor build() {
    return steps.size() == 1 ? steps.get(0) : new Chain(steps);
  }

  ChainBuilder centre(Centre by) {
    centre = by;
    switch (by) {
      case NONE -> {}
      case NUMBER -> subtract(statistics.mean());
      case CHANNEL -> subtract(statistics.channels().mean());
      case IMAGE -> subtract(statistics.pixels().mean());
    }
    return this;
  }

  ChainBuilder scale(Scale by) {
    switch (by) {
      case NONE -> {}
      case UNIT -> {
        requirePixels();
        divide(WHITE);
      }
      case NUMBER -> divide(deviation());
      case CHANNEL -> divide(channelDeviations());
      case IMAGE -> divide(statistics.pixels().deviation());
      case RANGE -> range();
    }
    return this;
  }

  ChainBuilder mix(Mixing mixing) {
    if (mixing instanceof Mixing.Pca pca) {
      PrincipalComponents components = components();
      steps.add(LinearMap.pca(mean, components, count(pca.count(), components)));
    } else if (mixing instanceof Mixing.PcaWhitening whitening) {
      PrincipalComponents components = components();
      steps.add(
          LinearMap.pcaWhitening(
              mean,
              components,
              count(whitening.count(), components),
              epsilon(whitening.epsilon(), components)));
    } else if (mixing instanceof Mixing.Zca zca) {
      PrincipalComponents components = components();
      if (components.count() < size) {
        throw new BadInputException(
            ("preprocess = zca needs all %s principal components, but the statistics have %s; take"
                    + " pca-whiten, or statistics of smaller images")
                .formatted(size, components.count()));
      }
      steps.add(LinearMap.zca(mean, components, epsilon(zca.epsilon(), components)));
    }
    return this;
  }

  private void requirePixels() {
    if (statistics.elements() != ElementType.UINT8) {
      throw new BadInputException(
          "preprocess = unit divides pixels by 255, but the examples are %s; take channel, or scale=range"
              .formatted(statistics.elements().examples()));
    }
  }

  private void subtract(double... offset) {
    steps.add(new Centring(size, Floats.of(offset)));
    for (int i = 0; i < size; i++) {
      mean[i] -= offset[i / (size / offset.length)];
    }
  }

  private void divide(double... by) {
    float[] divisors = new float[by.length];
    for (int i = 0; i < by.length; i++) {
      divisors[i] = Floats.divisor(by[i]);
    }
    steps.add(new Scaling(size, divisors));
    for (int i = 0; i < size; i++) {
      divisor[i] = divisors[i / (size / by.length)];
      mean[i] /= divisor[i];
    }
  }

  /** Around the mean of what the values are now: the mean image's own variance counts or not. */
  private double deviation() {
    return switch (centre) {
      case IMAGE -> statistics.deviationAroundMeanImage();
      case CHANNEL -> rootOfMeanSquare(statistics.channels().deviation(), 0, channels());
      case NUMBER, NONE -> {
        double[] apart = new double[2 * channels()];
        for (int channel = 0; channel < channels(); channel++) {
          apart[channel] = statistics.channels().deviation()[channel];
          apart[channels() + channel] = statistics.channels().mean()[channel] - statistics.mean();
        }
        yield rootOfMeanSquare(apart, 0, apart.length) * Math.sqrt(2);
      }
    };
  }

  private double[] channelDeviations() {
    if (centre != Centre.IMAGE) {
      return statistics.channels().deviation();
    }
    double[] deviations = new double[channels()];
    int plane = statistics.shape().plane();
    for (int channel = 0; channel < deviations.length; channel++) {
      deviations[channel] =
          rootOfMeanSquare(statistics.pixels().deviation(), channel * plane, (channel + 1) * plane);
    }
    return deviations;
  }

  private static double rootOfMeanSquare(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i] * values[i];
    }
    return Math.sqrt(sum / (to - from));
  }

  private void range() {
    double[] middle = new double[size];
    double[] half = new double[size];
    for (int i = 0; i < size; i++) {
      double minimum = statistics.pixels().minimum()[i];
      double maximum = statistics.pixels().maximum()[i];
      // What was subtracted before is the difference of the first mean and the one left.
      middle[i] = (minimum + maximum) / 2 - statistics.pixels().mean()[i] + mean[i];
      half[i] = (maximum - minimum) / 2;
    }
    subtract(middle);
    divide(half);
  }

  private int channels() {
    return statistics.shape().channels();
  }

  /** Of the values as they are now. */
  private PrincipalComponents components() {
    PrincipalComponents components = statistics.components();
    if (components.count() == 0) {
      throw new BadInputException(
          "preprocess with pca, pca-whiten or zca needs principal components, and the statistics"
              + " were computed without; compute them again with statistics.covariance = always"
              + " (--covariance always), or with statistics.components = 256 (--components 256)");
    }
    if (isScaledAlike()) {
      double square = divisor[0] * divisor[0];
      return new PrincipalComponents(
          Arrays.stream(components.eigenvalues()).map(value -> value / square).toArray(),
          components.eigenvectors(),
          components.totalVariance() / square);
    }
    if (!statistics.hasCovariance()) {
      throw new BadInputException(
          "the statistics have no covariance, so principal components follow only scale=none, unit"
              + " or number, not a preprocess that scales values or channels apart");
    }
    double[] scaled = statistics.covariance().clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] /= divisor[i / size] * divisor[i % size];
    }
    return PrincipalComponents.of(scaled, size);
  }

  /** Whether every value was divided by the same number, which leaves directions as they were. */
  private boolean isScaledAlike() {
    return Arrays.stream(divisor).allMatch(value -> value == divisor[0]);
  }

  private int count(Count wanted, PrincipalComponents components) {
    if (wanted instanceof Count.First first) {
      first.requireAmong(components.count());
      return first.components();
    }
    if (!(wanted instanceof Count.Share share)
        || (share.share() == 1 && components.count() == size)) {
      return components.count();
    }
    // A share does not depend on the unit; asked of what was not divided, it cannot round
    // otherwise.
    PrincipalComponents unscaled = isScaledAlike() ? statistics.components() : components;
    return Math.max(1, unscaled.componentsFor(share.share()));
  }

  private double epsilon(OptionalDouble wanted, PrincipalComponents components) {
    double share = SHARE_OF_MEAN_EIGENVALUE * components.totalVariance() / size;
    return wanted.orElse(
        switch (statistics.elements()) {
          case UINT8 -> Math.max(share, rounding());
          // Features are not rounded to anything that is known: 1 where they never vary.
          case FLOAT32 -> share == 0 ? 1 : share;
        });
  }

  private double rounding() {
    return Arrays.stream(divisor)
        .map(value -> ROUNDING_VARIANCE / (value * value))
        .average()
        .orElseThrow();
  }
}
