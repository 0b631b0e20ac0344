// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import java.io.Serializable;
import java.util.List;

/**
 * Something that is judged: one set of parameters, or several whose probabilities are averaged
 * (course notes, Neural Networks 3, Model Ensembles).
 *
 * @param name in metrics and report
 * @param parameters numbers of its sets of parameters in the {@link Candidates}; at least one
 */
public record Member(String name, List<Integer> parameters) implements Serializable {
  public Member {
    if (parameters.isEmpty()) {
      throw new IllegalArgumentException("member " + name + " has no parameters");
    }
  }
}
