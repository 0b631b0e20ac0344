// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.teacher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Credentials;
import convoy.preprocessing.storage.JsonProblem;
import convoy.preprocessing.storage.StrictJson;
import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What a folder of soft labels holds, as {@code teacher.json} says it.
 *
 * @param version of this layout
 * @param teacher who said it, and of what
 * @param classes probabilities of each example
 * @param parts in the order of the workers
 */
record SoftLabelsManifest(int version, SoftLabels.Teacher teacher, int classes, List<Part> parts) {
  static final String FILE = "teacher.json";
  static final int VERSION = 1;

  /** The names that the files of workers have, in the digits of whatever language. */
  private static final Pattern FILE_NAME = Pattern.compile("part-\\p{Nd}{5,9}\\.npy");

  private static final ObjectMapper JSON = StrictJson.mapper();

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no class or no worker, or a worker has more
   *     probabilities than an array holds
   */
  SoftLabelsManifest {
    for (Part part : parts) {
      SoftLabelsFile.Extent.of(0, part.examples(), classes);
    }
    if (classes < 1 || parts.isEmpty()) {
      throw new IllegalArgumentException(
          "%s classes and the files of %s workers".formatted(classes, parts.size()));
    }
  }

  /**
   * The probabilities of one worker's examples.
   *
   * @param file name in the folder: a NumPy file, float32 {@code [examples, classes]}
   * @param sha256 of its bytes, 64 hexadecimal digits
   */
  record Part(String file, int examples, String sha256) implements Serializable {
    /**
     * Checks name and number.
     *
     * @throws IllegalArgumentException if the file is not one in the folder, or the number negative
     */
    Part {
      if (!FILE_NAME.matcher(file).matches() || examples < 0) {
        throw new IllegalArgumentException(
            "a part is %s with %s examples; legal: part-00000.npy in the folder, with 0 or more"
                .formatted(shown(file), examples));
      }
    }
  }

  private static String shown(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  /** SHA-256 of the digests of the parts in their order, 64 hexadecimal digits. */
  String digest() {
    return DigestUtils.sha256Hex(
        parts.stream().map(Part::sha256).collect(Collectors.joining("\n")));
  }

  String toJson() {
    try {
      return Credentials.hidden(JSON.writeValueAsString(this)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of text and numbers are always JSON", e);
    }
  }

  /**
   * Reads one.
   *
   * @param where it stands, for errors
   * @throws BadInputException if it is damaged, or of another version
   */
  static SoftLabelsManifest parse(String text, String where) {
    try {
      JsonNode json = StrictJson.tree(text, where);
      int version = json.path("version").asInt();
      if (version != VERSION) {
        throw new BadInputException(
            "%s is of version %s; this Convoy reads version %s".formatted(where, version, VERSION));
      }
      return JSON.treeToValue(json, SoftLabelsManifest.class);
    } catch (JsonProcessingException e) {
      throw new BadInputException("%s is damaged: %s".formatted(where, JsonProblem.of(e)), e);
    }
  }
}
