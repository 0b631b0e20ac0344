// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import convoy.preprocessing.BadInputException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Makes records of a tree of values: each component takes the value of its own name, so that no
 * setting can be read under another one.
 *
 * <p>Stricter than the library's getters, which would cut 2.7 to the whole number 2.
 */
final class RecordReader {
  /** How {@code Double.toString} writes what is not a number; records refuse them. */
  private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

  private RecordReader() {}

  /**
   * The record that those values make.
   *
   * @param path of the group without the root; empty for the root itself
   * @throws BadInputException if a value has another type than its component, or the record refuses
   *     it
   */
  static <T extends Record> T read(Class<T> type, ConfigObject values, String path) {
    RecordComponent[] components = type.getRecordComponents();
    List<Object> arguments = new ArrayList<>();
    for (RecordComponent component : components) {
      String name = component.getName();
      String key = path.isEmpty() ? name : path + "." + name;
      ConfigValue value = values.get(name);
      if (value == null) {
        throw new IllegalStateException("reference.conf has no default for " + key);
      }
      arguments.add(
          component.getType().isRecord()
              ? read(component.getType().asSubclass(Record.class), (ConfigObject) value, key)
              : scalar(component.getType(), key, value));
    }
    return construct(type, components, arguments);
  }

  private static <T extends Record> T construct(
      Class<T> type, RecordComponent[] components, List<Object> arguments) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof BadInputException refused) {
        // A value is repeated there, with whatever characters it has.
        throw new BadInputException(Legal.oneLine(refused), refused);
      }
      throw new IllegalStateException("cannot make " + type, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + type, e);
    }
  }

  private static Object scalar(Class<?> type, String key, ConfigValue value) {
    String text = text(key, value);
    try {
      if (type == String.class) {
        return text;
      } else if (type == long.class) {
        return new BigDecimal(text).longValueExact();
      } else if (type == int.class) {
        return new BigDecimal(text).intValueExact();
      } else if (type == double.class) {
        return NOT_FINITE.contains(text) ? Double.valueOf(text) : finite(text);
      } else if (type == boolean.class) {
        return trueOrFalse(text);
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrongType(key, Legal.shown(text), value);
    }
    throw new IllegalStateException("%s is of a type that no key has: %s".formatted(key, type));
  }

  private static boolean trueOrFalse(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new NumberFormatException(text);
    };
  }

  /**
   * BigDecimal refuses the forms that only Java knows, 1d and 0x1p3; Double keeps the sign of 0.
   */
  private static double finite(String text) {
    new BigDecimal(text);
    return Double.parseDouble(text);
  }

  /** The value as its author wrote it, a number too. */
  private static String text(String key, ConfigValue value) {
    ConfigValueType type = value.valueType();
    if (type == ConfigValueType.OBJECT
        || type == ConfigValueType.LIST
        || type == ConfigValueType.NULL) {
      throw wrongType(key, Legal.shown(value), value);
    }
    return value.atKey("value").getString("value");
  }

  private static BadInputException wrongType(String key, String shown, ConfigValue value) {
    return new BadInputException(
        "%s = %s (%s) is not %s"
            .formatted(key, shown, value.origin().description(), Defaults.legal(key)));
  }
}
