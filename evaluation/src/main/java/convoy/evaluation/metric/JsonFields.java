// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import com.fasterxml.jackson.databind.JsonNode;
import convoy.preprocessing.BadInputException;

/**
 * Takes values out of JSON that somebody may have edited; what is missing or of another kind is
 * refused with its place.
 */
final class JsonFields {
  private JsonFields() {}

  static String text(JsonNode node, String key, String where) {
    return text(value(node, key, where), where + "." + key);
  }

  static String text(JsonNode value, String where) {
    if (!value.isTextual()) {
      throw wrong(where, "a string", value);
    }
    return value.textValue();
  }

  static boolean truth(JsonNode node, String key, String where) {
    JsonNode value = value(node, key, where);
    if (!value.isBoolean()) {
      throw wrong(where + "." + key, "true or false", value);
    }
    return value.booleanValue();
  }

  static double number(JsonNode node, String key, String where) {
    return number(value(node, key, where), where + "." + key);
  }

  static double number(JsonNode value, String where) {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrong(where, "a finite number", value);
    }
    return value.doubleValue();
  }

  static double numberOrNaN(JsonNode node, String key, String where) {
    return node.has(key) ? number(node, key, where) : Double.NaN;
  }

  static long integer(JsonNode value, String where) {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(where, "an integer", value);
    }
    return value.longValue();
  }

  static long count(JsonNode node, String key, String where) {
    JsonNode value = value(node, key, where);
    long count = integer(value, where + "." + key);
    if (count < 0) {
      throw wrong(where + "." + key, "0 or more", value);
    }
    return count;
  }

  static JsonNode array(JsonNode node, String key, String where) {
    JsonNode value = value(node, key, where);
    if (!value.isArray()) {
      throw wrong(where + "." + key, "a list", value);
    }
    return value;
  }

  static JsonNode value(JsonNode node, String key, String where) {
    JsonNode value = node.get(key);
    if (value == null) {
      throw new BadInputException(
          "%s has no '%s'; usually the file was not written by Convoy".formatted(where, key));
    }
    return value;
  }

  static BadInputException wrong(String where, String expected, JsonNode value) {
    String shown = value.toString().replaceAll("\\p{Cntrl}", "?");
    return new BadInputException("%s is %.100s, not %s".formatted(where, shown, expected));
  }
}
