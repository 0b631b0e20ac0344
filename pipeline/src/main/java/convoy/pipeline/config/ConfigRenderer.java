// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import com.typesafe.config.ConfigUtil;
import java.lang.reflect.RecordComponent;

/** Writes the settings of a run as a file that loads back to the same settings. */
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

  private static void group(String name, Record values, String indent, StringBuilder text) {
    text.append(indent).append(name).append(" {\n");
    for (RecordComponent component : values.getClass().getRecordComponents()) {
      Object value = value(component, values);
      if (value instanceof Record inner) {
        group(component.getName(), inner, indent + "  ", text);
      } else {
        text.append(indent).append("  ").append(component.getName()).append(" = ");
        text.append(value instanceof String string ? ConfigUtil.quoteString(string) : value);
        text.append('\n');
      }
    }
    text.append(indent).append("}\n");
  }

  private static Object value(RecordComponent component, Record values) {
    try {
      return component.getAccessor().invoke(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
