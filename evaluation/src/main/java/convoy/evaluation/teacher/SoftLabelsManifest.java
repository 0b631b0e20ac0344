// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.teacher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Credentials;
import convoy.preprocessing.storage.JsonProblem;
import java.io.Serializable;
import java.util.List;
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

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /**
   * The probabilities of one worker's examples.
   *
   * @param file name in the folder: a NumPy file, float32 {@code [examples, classes]}
   * @param sha256 of its bytes, 64 hexadecimal digits
   */
  record Part(String file, int examples, String sha256) implements Serializable {}

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
  static SoftLabelsManifest parse(String json, String where) {
    try {
      SoftLabelsManifest manifest = JSON.readValue(json, SoftLabelsManifest.class);
      if (manifest.version() != VERSION) {
        throw new BadInputException(
            "%s is of version %s; this Convoy reads version %s"
                .formatted(where, manifest.version(), VERSION));
      }
      return manifest;
    } catch (JsonProcessingException e) {
      throw new BadInputException("%s is damaged: %s".formatted(where, JsonProblem.of(e)), e);
    }
  }
}
