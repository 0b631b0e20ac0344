// SPDX-License-Identifier: Apache-2.0
package convoy.training.schedule;

import java.util.List;

/**
 * When something is done: one small value for stopping, validating and keeping checkpoints, asked
 * at the end of every round. A value knows nothing of when it fired before, so it can be asked
 * twice.
 */
public sealed interface Trigger {
  /**
   * Whether it is time.
   *
   * @param before at the end of the round before; of the run's beginning in the first round
   */
  boolean fires(Moment before, Moment now);

  /** At the end of every so many epochs. */
  record Epochs(int every) implements Trigger {
    public Epochs {
      requirePositive("epochs", every);
    }

    @Override
    public boolean fires(Moment before, Moment now) {
      return now.endsEpoch() && now.epochs() % every == 0;
    }
  }

  /** At the end of every so many rounds, counted over all epochs. */
  record Rounds(int every) implements Trigger {
    public Rounds {
      requirePositive("rounds", every);
    }

    @Override
    public boolean fires(Moment before, Moment now) {
      return now.rounds() % every == 0;
    }
  }

  /** At the end of the first round after every so many minutes. */
  record Minutes(double every) implements Trigger {
    public Minutes {
      requirePositive("minutes", every);
    }

    @Override
    public boolean fires(Moment before, Moment now) {
      return Math.floor(now.minutes() / every) > Math.floor(before.minutes() / every);
    }
  }

  /** From when that many epochs are completed. */
  record MaxEpochs(int epochs) implements Trigger {
    public MaxEpochs {
      requirePositive("epochs", epochs);
    }

    @Override
    public boolean fires(Moment before, Moment now) {
      return now.epochs() >= epochs;
    }
  }

  /** When so many validations in a row brought no new best accuracy. */
  record NoImprovement(int validations) implements Trigger {
    public NoImprovement {
      requirePositive("validations", validations);
    }

    @Override
    public boolean fires(Moment before, Moment now) {
      return now.improvement().since() >= validations;
    }
  }

  /** When the validation accuracy has reached a target, a share of 1. */
  record Reached(double accuracy) implements Trigger {
    public Reached {
      if (!(accuracy > 0 && accuracy <= 1)) {
        throw new IllegalArgumentException("an accuracy to reach is in (0, 1], not " + accuracy);
      }
    }

    @Override
    public boolean fires(Moment before, Moment now) {
      return now.improvement().best() >= accuracy;
    }
  }

  /** When any of several fires; never for an empty list. */
  record Any(List<Trigger> triggers) implements Trigger {
    public Any {
      triggers = List.copyOf(triggers);
    }

    @Override
    public boolean fires(Moment before, Moment now) {
      return triggers.stream().anyMatch(trigger -> trigger.fires(before, now));
    }
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException("a trigger counts more than 0 %s".formatted(what));
    }
  }
}
