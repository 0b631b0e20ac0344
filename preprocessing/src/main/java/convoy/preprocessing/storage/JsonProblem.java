// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.List;

/** Says in one line what is wrong with the JSON of a file, and in which field. */
public final class JsonProblem {
  private JsonProblem() {}

  /**
   * The line of a text that is no JSON, or ends too soon; else the field, and what it should be.
   */
  public static String of(JsonProcessingException e) {
    Throwable reason = e instanceof ValueInstantiationException ? e.getCause() : e;
    if (reason instanceof StreamReadException || e.getCause() instanceof StreamReadException) {
      JsonLocation place = e.getLocation();
      return "not JSON from line %s, column %s on"
          .formatted(place.getLineNr(), place.getColumnNr());
    }
    String what = reason == e ? e.getOriginalMessage() : String.valueOf(reason.getMessage());
    String field = e instanceof JsonMappingException mapping ? field(mapping.getPath()) : "";
    return (field.isEmpty() ? what : field + ": " + what).replaceAll("\\s+", " ");
  }

  private static String field(List<JsonMappingException.Reference> path) {
    StringBuilder field = new StringBuilder();
    for (JsonMappingException.Reference step : path) {
      if (step.getFieldName() == null) {
        field.append('[').append(step.getIndex()).append(']');
      } else {
        field.append(field.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return field.toString();
  }
}
