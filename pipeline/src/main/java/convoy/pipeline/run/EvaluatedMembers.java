// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.ensemble.Combination;
import convoy.evaluation.ensemble.Combination.MajorityVote;
import convoy.evaluation.ensemble.Combination.MeanOfLogits;
import convoy.evaluation.ensemble.Combination.MeanOfProbabilities;
import convoy.evaluation.ensemble.Combination.MeanOfScores;
import convoy.evaluation.ensemble.EnsembleGains;
import convoy.evaluation.ensemble.EnsembleSelection;
import convoy.evaluation.ensemble.EvaluationJob;
import convoy.evaluation.ensemble.Judgement;
import convoy.evaluation.ensemble.Member;
import convoy.evaluation.ensemble.Predictions;
import convoy.evaluation.metric.ClassificationMetrics;
import convoy.evaluation.metric.MemberMetrics;
import convoy.preprocessing.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The members that are made of a run's sets of parameters: each with a name alone, ensembles, and
 * those that are chosen on the validation split among all sets.
 *
 * @param sets in the order of their answers
 * @param ensembles of some of them
 * @param views that answers behind those of the sets are means over, as they are asked for; empty
 *     for one view alone, and no such answers
 * @param probabilities whether the answers are probabilities
 */
record EvaluatedMembers(
    List<EvaluatedSet> sets,
    List<Ensemble> ensembles,
    Optional<String> views,
    boolean probabilities) {
  /**
   * Sets whose answers are combined.
   *
   * @param name of the mean of their answers
   * @param answers of the sets
   * @param chosen whether some were left out for what they did on the validation split
   */
  record Ensemble(String name, List<Integer> answers, boolean chosen) {
    /** Sets of which none was left out. */
    Ensemble(String name, List<Integer> answers) {
      this(name, answers, false);
    }
  }

  /** All members that nothing has to be chosen for, of which the sets alone come first. */
  List<Member> given() {
    Combination mean = probabilities ? MeanOfProbabilities.EQUAL : new MeanOfScores();
    List<Member> members = new ArrayList<>();
    for (int set = 0; set < sets.size(); set++) {
      members.add(new Member(sets.get(set).name(), List.of(set), mean, sets.get(set).chosen()));
    }
    views.ifPresent(
        these -> members.add(new Member("best" + augmented(these), List.of(sets.size()), mean)));
    for (Ensemble ensemble : ensembles) {
      members.add(member(ensemble, "", ensemble.answers(), mean));
      if (ensemble.answers().size() > 1 && probabilities) {
        members.add(member(ensemble, ", mean of logits", ensemble.answers(), new MeanOfLogits()));
        members.add(member(ensemble, ", majority vote", ensemble.answers(), new MajorityVote()));
      }
      views.ifPresent(
          these -> {
            List<Integer> answers =
                ensemble.answers().stream().map(answer -> sets.size() + answer).toList();
            members.add(member(ensemble, augmented(these), answers, mean));
          });
    }
    return members;
  }

  private static String augmented(String views) {
    return ", augmented (%s)".formatted(views);
  }

  private static Member member(
      Ensemble ensemble, String how, List<Integer> answers, Combination combination) {
    return new Member(ensemble.name() + how, answers, combination, ensemble.chosen());
  }

  /**
   * The ensembles of all sets that fit the validation split best; none where answers are no
   * probabilities, or there is one set.
   *
   * @param validation predictions of that split
   * @param steps of greedy selection; 0 for none of them
   */
  List<Member> chosen(Predictions validation, int steps) {
    if (steps == 0 || sets.size() == 1 || !probabilities) {
      return List.of();
    }
    List<Integer> all = IntStream.range(0, sets.size()).boxed().toList();
    EnsembleSelection selection = new EnsembleSelection(validation, all);
    Combination weighted = new MeanOfProbabilities(selection.weights());
    return List.of(
        new Member("greedy ensemble", selection.greedy(steps), MeanOfProbabilities.EQUAL, true),
        new Member("weighted ensemble", all, weighted, true));
  }

  /**
   * What was measured of members, and what ensembles and soups among them gain over their parts.
   *
   * @param judgement of members, of which the sets alone come first
   */
  List<MemberMetrics> metrics(Split split, Predictions predictions, Judgement judgement) {
    List<Member> judged = judgement.members();
    EnsembleGains gains = new EnsembleGains(judgement);
    List<MemberMetrics> metrics = new ArrayList<>();
    for (int m = 0; m < judged.size(); m++) {
      Member member = judged.get(m);
      List<Integer> asked = setsOf(member);
      MemberMetrics counted =
          MemberMetrics.of(member.name(), split, judgement.counts().get(m))
              .madeOf(checkpoints(member));
      boolean others = asked.stream().anyMatch(set -> sets.get(set).ofOtherRun());
      MemberMetrics measured = others ? counted.beside() : counted;
      List<Integer> parts = m < sets.size() ? sets.get(m).ingredients() : asked;
      long parameters = asked.stream().mapToLong(set -> sets.get(set).parameters().length).sum();
      metrics.add(
          parts.isEmpty()
              ? measured
              : measured.gaining(gains.of(m, parts, parameters, growth(member, predictions))));
    }
    return metrics;
  }

  /** The numbers of the sets that answer for a member, each once, ascending. */
  private List<Integer> setsOf(Member member) {
    return member.answers().stream()
        .map(answer -> answer % sets.size())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Top-1 of the mean of the first parts of an ensemble; none where they are not averaged, or one
   * counts several times.
   */
  private static List<Double> growth(Member member, Predictions predictions) {
    long parts = member.answers().stream().distinct().count();
    if (parts == 1
        || parts < member.answers().size()
        || !member.combination().equals(MeanOfProbabilities.EQUAL)) {
      return List.of();
    }
    return EvaluationJob.score(predictions, EnsembleGains.growing(member)).stream()
        .map(ClassificationMetrics::top1)
        .toList();
  }

  /** The names of the checkpoints that a member is made of, and in an ensemble of the averages. */
  private List<String> checkpoints(Member member) {
    List<EvaluatedSet> asked =
        member.answers().stream().map(answer -> sets.get(answer % sets.size())).toList();
    return asked.stream()
        .flatMap(
            set ->
                set.checkpoints().isEmpty() && asked.size() > 1
                    ? Stream.of(set.name())
                    : set.checkpoints().stream())
        .toList();
  }
}
