// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import com.typesafe.config.ConfigUtil;
import convoy.preprocessing.Credentials;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the settings of a run as a file that loads back to the same settings, but for credentials
 * in URIs, which are hidden.
 */
public final class ConfigRenderer {
  private ConfigRenderer() {}

  /**
   * Every key with its value, as HOCON in {@code convoy { ... }}, in the order of {@code
   * reference.conf}, each on a line that ends with a line feed.
   */
  public static String render(ConvoyConfig config) {
    StringBuilder text = new StringBuilder();
    group(Keys.ROOT, config, "", text);
    return text.toString();
  }

  /** Every key with its value, as {@link #render} writes them, in the same order. */
  public static Map<String, String> settings(ConvoyConfig config) {
    Map<String, String> settings = new LinkedHashMap<>();
    collect("", config).forEach((key, value) -> settings.put(key, written(value)));
    return settings;
  }

  /**
   * Every key as {@code --set} takes it, {@code key=value}; in quotes are the values that it would
   * not take as they are.
   */
  public static List<String> assignments(ConvoyConfig config) {
    return collect("", config).entrySet().stream()
        .map(setting -> setting.getKey() + "=" + assigned(String.valueOf(setting.getValue())))
        .toList();
  }

  private static String assigned(String value) {
    boolean plain = value.equals(value.strip()) && !value.startsWith("\"");
    return plain ? value : ConfigUtil.quoteString(value);
  }

  private static Map<String, Object> collect(String group, Record values) {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (RecordComponent component : values.getClass().getRecordComponents()) {
      String key = group + component.getName();
      Object value = value(component, values);
      if (value instanceof Record inner) {
        settings.putAll(collect(key + ".", inner));
      } else {
        settings.put(key, value);
      }
    }
    return settings;
  }

  private static void group(String name, Record values, String indent, StringBuilder text) {
    text.append(indent).append(name).append(" {\n");
    for (RecordComponent component : values.getClass().getRecordComponents()) {
      Object value = value(component, values);
      if (value instanceof Record inner) {
        group(component.getName(), inner, indent + "  ", text);
      } else {
        text.append(indent).append("  ").append(component.getName()).append(" = ");
        text.append(written(value)).append('\n');
      }
    }
    text.append(indent).append("}\n");
  }

  private static String written(Object value) {
    return value instanceof String string ? ConfigUtil.quoteString(string) : String.valueOf(value);
  }

  private static Object value(RecordComponent component, Record values) {
    try {
      Object value = component.getAccessor().invoke(values);
      return value instanceof String text ? Credentials.hidden(text) : value;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
