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
  private static final String BREAKS = "[\\s\\p{Cntrl}]+";

  /** A value may be a long text. */
  private static final int LONGEST = 400;

  private JsonProblem() {}

  /**
   * The line of a text that is no JSON, or ends too soon; else the field, and what it should be.
   */
  public static String of(JsonProcessingException e) {
    Throwable reason = e instanceof ValueInstantiationException ? e.getCause() : e;
    JsonLocation place = e.getLocation();
    boolean isText = place != null && place.getLineNr() > 0; // and no tree that was read before
    if (isText
        && (reason instanceof StreamReadException || e.getCause() instanceof StreamReadException)) {
      return "not JSON from line %s, column %s on"
          .formatted(place.getLineNr(), place.getColumnNr());
    }
    String what = reason == e ? e.getOriginalMessage() : String.valueOf(reason.getMessage());
    String field = e instanceof JsonMappingException mapping ? field(mapping.getPath()) : "";
    String line = (field.isEmpty() ? what : field + ": " + what).replaceAll(BREAKS, " ");
    return line.substring(0, Math.min(LONGEST, line.length()));
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
