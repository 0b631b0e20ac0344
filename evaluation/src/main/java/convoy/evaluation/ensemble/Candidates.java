// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import java.io.Serializable;
import java.util.List;

/**
 * Everything that one evaluation judges: the sets of parameters, each held once however many
 * members share it, and the members made of them.
 *
 * @param parameters flat, as the network takes them
 * @param members in the order of the results
 */
public record Candidates(List<float[]> parameters, List<Member> members) implements Serializable {
  /** One set of parameters alone. */
  public static Candidates single(String name, float[] parameters) {
    return new Candidates(List.of(parameters), List.of(new Member(name, List.of(0))));
  }
}
