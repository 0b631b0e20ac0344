// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.NearestName;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The keys that exist, and the refusal of every other. They are the components of a record and of
 * the records in it, so a key that nothing takes cannot be set.
 *
 * <p>A key's path is written without the root: {@code train.epochs}.
 */
final class Keys {
  /** The group that holds all keys in a file. */
  static final String ROOT = "convoy";

  private final List<String> leaves;

  /** Each group's path, with the names directly in it; the root's path is empty. */
  private final Map<String, List<String>> groups;

  /** Every key and group as a user may shorten it, with what to suggest. */
  private final Map<String, String> spellings;

  /** The components of that record and of the records in it. */
  Keys(Class<? extends Record> type) {
    List<String> leafPaths = new ArrayList<>();
    Map<String, List<String>> groupPaths = new LinkedHashMap<>();
    collect(type, "", leafPaths, groupPaths);
    leaves = List.copyOf(leafPaths);
    groups = Collections.unmodifiableMap(groupPaths);

    Map<String, String> shortened = new HashMap<>();
    leaves.forEach(leaf -> shorten(leaf, leaf, shortened));
    groups.forEach((group, names) -> shorten(group, described(group), shortened));
    spellings = Collections.unmodifiableMap(shortened);
  }

  private static void collect(
      Class<?> type, String path, List<String> leaves, Map<String, List<String>> groups) {
    RecordComponent[] components = type.getRecordComponents();
    groups.put(path, Arrays.stream(components).map(RecordComponent::getName).toList());
    for (RecordComponent component : components) {
      String child = child(path, component.getName());
      if (component.getType().isRecord()) {
        collect(component.getType(), child, leaves, groups);
      } else {
        leaves.add(child);
      }
    }
  }

  /** Adds the path under the root, the path, and the path without its first 1, 2, ... names. */
  private static void shorten(String path, String suggestion, Map<String, String> spellings) {
    String rest = child(ROOT, path);
    spellings.putIfAbsent(rest, suggestion);
    while (rest.contains(".")) {
      rest = rest.substring(rest.indexOf('.') + 1);
      spellings.putIfAbsent(rest, suggestion);
    }
  }

  /** Every key's path, in the order of the records. */
  List<String> all() {
    return leaves;
  }

  /**
   * The path of the key that a user named, with or without the root.
   *
   * @param where the user wrote it, for errors
   * @throws BadInputException if there is no such key, or it is a group of keys
   */
  String named(String written, String where) {
    String key = written.startsWith(ROOT + ".") ? written.substring(ROOT.length() + 1) : written;
    String group = key.equals(ROOT) ? "" : key;
    if (groups.containsKey(group)) {
      throw new BadInputException(
          "%s (%s) is a group of keys, not a key: %s"
              .formatted(group.isEmpty() ? ROOT : group, where, described(group)));
    }
    if (!leaves.contains(key)) {
      throw unknown(key, where);
    }
    return key;
  }

  /**
   * Lets a whole file pass, its variables resolved, if all of it is inside the root, every key is
   * known and every group is a group. What the keys hold is not looked at.
   *
   * @throws BadInputException at the first key, in alphabetical order, that is wrong
   */
  void check(ConfigObject file) {
    new TreeMap<>(file)
        .forEach(
            (name, value) -> {
              if (name.equals(ROOT)) {
                check("", value);
              } else {
                throw outside(new Entry(quoted(name), value).first());
              }
            });
  }

  private void check(String path, ConfigValue value) {
    if (leaves.contains(path)) {
      return;
    }
    if (!groups.containsKey(path)) {
      Entry entry = new Entry(path, value).first();
      throw unknown(entry.path(), entry.where());
    }
    if (!(value instanceof ConfigObject group)) {
      throw new BadInputException(
          "%s = %s (%s) is not a group of keys: %s"
              .formatted(
                  path.isEmpty() ? ROOT : path,
                  Legal.shown(value),
                  value.origin().description(),
                  described(path)));
    }
    new TreeMap<>(group).forEach((name, inner) -> check(child(path, quoted(name)), inner));
  }

  private BadInputException unknown(String key, String where) {
    return new BadInputException(
        "unknown key %s (%s); the nearest known is %s"
            .formatted(Legal.shown(key), where, nearest(key)));
  }

  private BadInputException outside(Entry entry) {
    return new BadInputException(
        "key %s (%s) is outside %s { ... }, where a file holds its keys; the nearest known is %s"
            .formatted(Legal.shown(entry.path()), entry.where(), ROOT, nearest(entry.path())));
  }

  private String nearest(String key) {
    return spellings.get(NearestName.suggest(key, spellings.keySet()));
  }

  /** A group with the names in it: {@code shard { validation, count }}. */
  private String described(String group) {
    return "%s { %s }"
        .formatted(group.isEmpty() ? ROOT : group, String.join(", ", groups.get(group)));
  }

  /** The name as HOCON writes it: in quotes where it holds a dot, so that it is not two names. */
  private static String quoted(String name) {
    return ConfigUtil.joinPath(name);
  }

  private static String child(String path, String name) {
    return path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name;
  }

  /** A value of a file, and the path it has there. */
  private record Entry(String path, ConfigValue value) {
    /** The first value in this one that is not a group of others, or is an empty one. */
    Entry first() {
      if (value instanceof ConfigObject group && !group.isEmpty()) {
        Map.Entry<String, ConfigValue> first = new TreeMap<>(group).firstEntry();
        return new Entry(child(path, quoted(first.getKey())), first.getValue()).first();
      }
      return this;
    }

    String where() {
      return value.origin().description();
    }
  }
}
