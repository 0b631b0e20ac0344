// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.storage.JsonProblem;
import convoy.preprocessing.storage.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code provenance.json}: what a run was made with and from, versions, digests and places. */
public final class Provenance {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Of a run that was resumed: the provenance of its parts before, the first one first. */
  public static final String BEFORE = "before";

  /** The round after which a part of a run begins; 0 in a run that was not resumed. */
  public static final String AFTER_ROUND = "afterRound";

  private Provenance() {}

  /**
   * What trained a run until a round, from what was written when it was begun or resumed the last
   * time; the first part first. A part that did not come to a checkpoint has trained nothing.
   *
   * @throws BadInputException if it is not a JSON object
   */
  public static List<Map<String, Object>> before(int rounds, String json, String where) {
    Map<String, Object> last = parse(json, where, new TypeReference<Map<String, Object>>() {});
    List<Map<String, Object>> parts = new ArrayList<>();
    if (last.remove(BEFORE) instanceof List<?> before) {
      parts.addAll(parts(before, where));
    }
    parts.add(last);
    parts.removeIf(part -> part.get(AFTER_ROUND) instanceof Integer after && after >= rounds);
    return parts;
  }

  private static List<Map<String, Object>> parts(List<?> before, String where) {
    try {
      return JSON.convertValue(before, new TypeReference<List<Map<String, Object>>>() {});
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "%s is damaged: %s is no list of objects".formatted(where, BEFORE), e);
    }
  }

  public static String toJson(Map<String, ?> values) {
    try {
      return JSON.writeValueAsString(values) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text is always JSON", e);
    }
  }

  /**
   * What a run's file says; nothing where the run has not been trained.
   *
   * @throws BadInputException if it is damaged
   */
  public static Optional<Map<String, Object>> read(RunFolder run) throws IOException {
    String where = run.provenance().toString();
    return run.read(run.provenance())
        .map(json -> parse(json, where, new TypeReference<Map<String, Object>>() {}));
  }

  /**
   * The pairs of a JSON object.
   *
   * @throws BadInputException if it is not one
   */
  public static <T> Map<String, T> parse(
      String json, String where, TypeReference<Map<String, T>> type) {
    try {
      Map<String, T> values =
          JSON.treeToValue(StrictJson.tree(json, where), JSON.constructType(type));
      if (values == null) {
        throw new BadInputException("%s is damaged: it holds nothing".formatted(where));
      }
      return values;
    } catch (JsonProcessingException e) {
      throw new BadInputException("%s is damaged: %s".formatted(where, JsonProblem.of(e)), e);
    }
  }
}
