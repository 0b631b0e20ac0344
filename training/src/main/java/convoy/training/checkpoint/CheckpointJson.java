// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.storage.JsonProblem;
import convoy.preprocessing.storage.StrictJson;

/** {@link CheckpointInfo} as the JSON of {@code convoy/checkpoint.json}. */
final class CheckpointJson {
  private static final String BATCH_NORM = "batchNorm";

  /** The validation accuracy may be null. */
  private static final ObjectMapper JSON = StrictJson.mapper(Double.class);

  private CheckpointJson() {}

  static byte[] bytes(CheckpointInfo info) throws JsonProcessingException {
    return JSON.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(info);
  }

  /**
   * Reads it.
   *
   * @param file that it stands in
   * @throws DamagedCheckpointException if a field is missing or out of its range
   * @throws BadInputException if it is of another version
   */
  static CheckpointInfo parse(JsonNode json, FileBytes file) {
    int version = json.path("version").asInt();
    if (version < 1) {
      throw file.damaged(CheckpointLayout.INFO + " has no version", null);
    }
    if (version != CheckpointInfo.VERSION) {
      throw new BadInputException(
          "checkpoint %s is of version %s; this Convoy reads version %s"
              .formatted(file.name(), version, CheckpointInfo.VERSION));
    }
    if (json.get("model") instanceof ObjectNode model && !model.has(BATCH_NORM)) {
      // Written before there was batch normalization.
      model.put(BATCH_NORM, false);
    }
    try {
      CheckpointInfo info = JSON.treeToValue(json, CheckpointInfo.class);
      if (info == null) {
        throw file.damaged(CheckpointLayout.INFO + " holds nothing", null);
      }
      return info;
    } catch (JsonProcessingException e) {
      throw file.damaged(CheckpointLayout.INFO + ": " + JsonProblem.of(e), e);
    }
  }
}
