// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import convoy.training.averaging.EpochMean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * Parameters that are averaged, where an ensemble averages answers: a soup costs no more to ask
 * than one of its ingredients (M. Wortsman et al., "Model soups: averaging weights of multiple
 * fine-tuned models improves accuracy without increasing inference time", ICML 2022). Ingredients
 * have a common beginning, as checkpoints of one run do; networks that were initialised differently
 * compute alike with other units, and their mean computes nothing.
 *
 * @param ingredients numbers of those that are in it, ascending
 * @param parameters flat
 */
public record ModelSoup(List<Integer> ingredients, float[] parameters) {
  /** Copies the numbers. */
  public ModelSoup {
    ingredients = List.copyOf(ingredients);
  }

  /**
   * The equal mean of all ingredients.
   *
   * @param ingredients their parameters, at least one set; not changed
   * @param finish what a mean still needs: batch-norm statistics of its own, for example
   */
  public static ModelSoup uniform(List<float[]> ingredients, UnaryOperator<float[]> finish) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < ingredients.size(); i++) {
      all.add(i);
    }
    return of(ingredients, all, finish);
  }

  /**
   * The greedy soup: one ingredient after the other is put in, and taken out again if the mean of
   * all that are in does worse by it (recipe 1 of the paper).
   *
   * @param ingredients their parameters, at least one set, the best first; not changed
   * @param finish as for {@link #uniform}, for every mean that is tried
   * @param top1 of parameters on the validation split
   */
  public static ModelSoup greedy(
      List<float[]> ingredients, UnaryOperator<float[]> finish, ToDoubleFunction<float[]> top1) {
    ModelSoup best = new ModelSoup(List.of(0), ingredients.get(0));
    double bestTop1 = top1.applyAsDouble(best.parameters());
    for (int i = 1; i < ingredients.size(); i++) {
      List<Integer> more = new ArrayList<>(best.ingredients());
      more.add(i);
      ModelSoup trial = of(ingredients, more, finish);
      double trialTop1 = top1.applyAsDouble(trial.parameters());
      if (trialTop1 >= bestTop1) {
        best = trial;
        bestTop1 = trialTop1;
      }
    }
    return best;
  }

  private static ModelSoup of(
      List<float[]> ingredients, List<Integer> chosen, UnaryOperator<float[]> finish) {
    List<float[]> sets = chosen.stream().map(ingredients::get).toList();
    return new ModelSoup(chosen, finish.apply(EpochMean.of(sets).value()));
  }
}
