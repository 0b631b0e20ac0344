// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import convoy.pipeline.config.Phrase.Choice;
import convoy.pipeline.config.Phrase.Form;
import convoy.preprocessing.BadInputException;
import convoy.training.schedule.LearningRate;
import convoy.training.schedule.Plateau;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The learning rate and how it changes: the keys {@code train.learningRate.*}.
 *
 * @param initial the rate that the schedule begins with, or its peak, above 0
 * @param schedule how the rate follows the epochs
 * @param warmUp epochs of a warm-up in front of the schedule, at least 0
 * @param scaleByWorkers whether {@code initial} is for one worker
 * @param plateau how the rate follows the validation accuracy
 */
public record LearningRateConfig(
    double initial, String schedule, double warmUp, boolean scaleByWorkers, String plateau) {
  private static final String SCHEDULE = "train.learningRate.schedule";
  private static final String EVERY = "every";
  private static final String DECAY = "decay";
  private static final String EPOCHS = "epochs";
  private static final List<Choice<Plateau>> PLATEAUS =
      List.of(
          Form.of("none").as(phrase -> Plateau.NONE),
          Form.of("reduce", "factor", 0.1, "patience", 3)
              .as(phrase -> new Plateau(phrase.number("factor"), phrase.whole("patience"))));

  /**
   * Checks all of them.
   *
   * @throws convoy.preprocessing.BadInputException if one is not legal
   */
  public LearningRateConfig {
    Legal.aboveZeroTo(1000, "parameter change a unit of gradient")
        .check("train.learningRate.initial", initial);
    schedule(schedule, initial, 1000, 1);
    Legal.zeroTo(100_000, "epochs").check("train.learningRate.warmUp", warmUp);
    plateau(plateau);
  }

  /**
   * The rate by local step.
   *
   * @param stepsPerEpoch local steps in an epoch
   * @param epochs of the run; a schedule that spans them has those after the warm-up
   */
  public LearningRate rate(int stepsPerEpoch, int epochs, int workers) {
    double first = scaleByWorkers ? initial * workers : initial;
    LearningRate rate = schedule(schedule, first, stepsPerEpoch, epochs - warmUp);
    long warm = steps(warmUp, stepsPerEpoch);
    return warm == 0 ? rate : new LearningRate.WarmUp(rate, warm);
  }

  /**
   * Requires that the warm-up leaves epochs to a schedule that is laid over them.
   *
   * @throws BadInputException if it leaves none
   */
  void requireRoomIn(int epochs) {
    if (spansRun() && warmUp >= epochs) {
      throw new BadInputException(
          "train.learningRate.warmUp = %s leaves none of train.epochs = %s to %s = %s"
              .formatted(warmUp, epochs, SCHEDULE, schedule));
    }
  }

  /** Whether the schedule is laid over all epochs of the run, so that their number matters. */
  public boolean spansRun() {
    List<Form> forms = schedules(initial, 1, 1).stream().map(Choice::form).toList();
    return Phrase.parse(SCHEDULE, schedule, forms).numbers().getOrDefault(EPOCHS, 1.0) == 0;
  }

  /** Whether the rate changes between the first and the last local step of an epoch. */
  boolean changesWithinEpochs(int epochs) {
    int steps = 100;
    LearningRate rate = rate(steps, epochs, 1);
    return LongStream.range(0, epochs)
        .anyMatch(epoch -> rate.at(epoch * steps) != rate.at(epoch * steps + steps - 1));
  }

  private static LearningRate schedule(
      String text, double initial, int stepsPerEpoch, double epochs) {
    return Phrase.read(SCHEDULE, text, schedules(initial, stepsPerEpoch, epochs));
  }

  private static List<Choice<LearningRate>> schedules(
      double initial, int stepsPerEpoch, double epochs) {
    return List.of(
        Form.of("constant").as(phrase -> new LearningRate.Constant(initial)),
        Form.of("step", "factor", 0.2, EVERY, 4)
            .as(
                phrase ->
                    new LearningRate.StepDecay(
                        initial,
                        phrase.number("factor"),
                        steps(phrase.number(EVERY), stepsPerEpoch))),
        Form.of("exponential", DECAY, 0.2)
            .as(
                phrase ->
                    new LearningRate.Exponential(initial, phrase.number(DECAY) / stepsPerEpoch)),
        Form.of("inverse", DECAY, 0.5)
            .as(phrase -> new LearningRate.Inverse(initial, phrase.number(DECAY) / stepsPerEpoch)),
        Form.of("cosine", EPOCHS, 0)
            .as(phrase -> new LearningRate.Cosine(initial, cycle(phrase, stepsPerEpoch, epochs))),
        Form.of("triangular", "peak", 0.3, EPOCHS, 0)
            .as(phrase -> triangular(initial, phrase, cycle(phrase, stepsPerEpoch, epochs))));
  }

  private static LearningRate triangular(double initial, Phrase phrase, long cycle) {
    return new LearningRate.Triangular(initial, Math.round(phrase.number("peak") * cycle), cycle);
  }

  private static long cycle(Phrase phrase, int stepsPerEpoch, double epochs) {
    double own = phrase.number(EPOCHS);
    return steps(own == 0 ? epochs : own, stepsPerEpoch);
  }

  private static long steps(double epochs, int stepsPerEpoch) {
    return Math.round(epochs * stepsPerEpoch);
  }

  /** How the rate follows the validation accuracy. */
  public Plateau plateauRule() {
    return plateau(plateau);
  }

  private static Plateau plateau(String text) {
    return Phrase.read("train.learningRate.plateau", text, PLATEAUS);
  }
}
