// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import java.util.List;

/** What a class is called where people read it. */
public final class ClassName {
  private ClassName() {}

  /**
   * Its name, or {@code class 3} where it has none or a blank one.
   *
   * @param classNames by label, which may be fewer than there are classes
   */
  public static String of(int label, List<String> classNames) {
    String name = label < classNames.size() ? classNames.get(label) : "";
    return name.isBlank() ? "class " + label : name;
  }
}
