// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads JSON of files that somebody may have changed. In records a field that is missing, unknown
 * or null, and a fraction in the place of an integer, are refused.
 */
public final class StrictJson {
  /** Bytes that an object or a list takes, about, beside its elements. */
  private static final int CONTAINER = 150;

  /** Bytes that a name or a value takes, about, beside its characters. */
  private static final int ELEMENT = 60;

  private static final JsonMapper PLAIN =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private StrictJson() {}

  /**
   * A mapper that refuses all of that.
   *
   * @param nullable types whose fields may be null
   */
  public static JsonMapper mapper(Class<?>... nullable) {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(
                DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfigDefaults(
                // Else an empty text is null, and no field is seen to be.
                any -> any.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
            .build();
    for (Class<?> type : nullable) {
      mapper.configOverride(type).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SET));
    }
    return mapper;
  }

  /**
   * The tree of a text. Short texts make large trees, so its size is estimated first.
   *
   * @param what the text is, to begin a message with
   * @throws JsonProcessingException if it is no JSON
   * @throws convoy.preprocessing.BadInputException if the tree would not fit in the heap
   */
  public static JsonNode tree(String text, String what) throws JsonProcessingException {
    HeapLimit.require(2 * treeBytes(text), what);
    return PLAIN.readTree(text);
  }

  private static long treeBytes(String text) throws JsonProcessingException {
    long bytes = 0;
    try (JsonParser parser = PLAIN.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isStructStart()) {
          bytes += CONTAINER;
        } else if (!token.isStructEnd()) {
          bytes += ELEMENT + parser.getTextLength();
        }
      }
      return bytes;
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("a text is always there", e);
    }
  }
}
