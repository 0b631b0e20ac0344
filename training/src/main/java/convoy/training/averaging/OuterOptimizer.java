// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

/**
 * What the driver makes of the workers' average: a step of an optimizer of its own, whose gradient
 * is the change that a round of local steps made. With {@code x} the parameters at the round's
 * start and {@code a} the average at its end, that change is {@code x - a}.
 */
public sealed interface OuterOptimizer {
  /** Whether the optimizer carries a momentum from one round to the next. */
  boolean hasMomentum();

  /**
   * The step for one parameter.
   *
   * @param start the parameter at the round's start, x
   * @param averaged its average at the end, a
   * @param momentum u of the round before; 0 at first
   * @return u of this round; 0 where there is none
   */
  double momentum(double start, double averaged, double momentum, double learningRate);

  /**
   * The parameter that the next round starts from.
   *
   * @param momentum u of this round, as {@link #momentum} gave it
   */
  double next(double start, double averaged, double momentum, double learningRate);

  /** Plain parameter averaging: the next round starts from the average. */
  record Average() implements OuterOptimizer {
    @Override
    public boolean hasMomentum() {
      return false;
    }

    @Override
    public double momentum(double start, double averaged, double momentum, double learningRate) {
      return 0;
    }

    @Override
    public double next(double start, double averaged, double momentum, double learningRate) {
      return averaged;
    }
  }

  /**
   * SlowMo (Wang, Tantia, Ballas and Rabbat, SlowMo: Improving Communication-Efficient Distributed
   * SGD with Slow Momentum, 2020): {@code u' = beta u + (x - a) / gamma}, {@code x' = x - alpha
   * gamma u'}, with gamma the learning rate of the round's first local step. While gamma is
   * constant this is blockwise model-update filtering (BMUF; Chen and Huo 2016) with block momentum
   * beta and block learning rate alpha.
   *
   * <p>Changes of gamma do not disturb u as long as the local steps have no momentum of their own.
   * Where they have, a round's change still holds steps of the rates before: divided by a gamma
   * that has fallen almost to 0 it makes u large, and where gamma then jumps up, as a cosine of
   * several cycles does, the next step is a kick. The fewer local steps a round has, the harder it
   * is.
   *
   * @param rate alpha, above 0; 1 with a momentum of 0 is plain averaging
   * @param momentum beta, in [0, 1)
   */
  record SlowMomentum(double rate, double momentum) implements OuterOptimizer {
    public SlowMomentum {
      require(rate, momentum);
    }

    @Override
    public boolean hasMomentum() {
      return true;
    }

    @Override
    public double momentum(double start, double averaged, double before, double learningRate) {
      return momentum * before + (start - averaged) / learningRate;
    }

    @Override
    public double next(double start, double averaged, double slow, double learningRate) {
      return start - rate * learningRate * slow;
    }
  }

  /**
   * Nesterov momentum on the averaged change (Douillard et al., DiLoCo: Distributed
   * Low-Communication Training of Language Models, 2023): {@code u' = mu u + (x - a)}, {@code x' =
   * x - eta ((x - a) + mu u')}.
   *
   * @param rate eta, above 0; the paper takes 0.7
   * @param momentum mu, in [0, 1); the paper takes 0.9
   */
  record Nesterov(double rate, double momentum) implements OuterOptimizer {
    public Nesterov {
      require(rate, momentum);
    }

    @Override
    public boolean hasMomentum() {
      return true;
    }

    @Override
    public double momentum(double start, double averaged, double before, double learningRate) {
      return momentum * before + (start - averaged);
    }

    @Override
    public double next(double start, double averaged, double outer, double learningRate) {
      return start - rate * ((start - averaged) + momentum * outer);
    }
  }

  private static void require(double rate, double momentum) {
    if (!(rate > 0 && Double.isFinite(rate))) {
      throw new IllegalArgumentException("the outer rate is above 0 and finite, not " + rate);
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("the outer momentum is in [0, 1), not " + momentum);
    }
  }
}
