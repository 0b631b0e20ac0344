// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the class of an image in its path, where a folder on it has the name of a class. */
public final class PathClasses implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What an image has whose path names no class. */
  public static final int NONE = -1;

  private final Map<String, Integer> labels = new HashMap<>();

  /** Classes in the order of their labels. */
  public PathClasses(List<String> classes) {
    for (int label = 0; label < classes.size(); label++) {
      labels.put(ClassFolders.className(classes.get(label)), label);
    }
  }

  /**
   * The label of the innermost folder that has the name of a class, in whatever form of Unicode.
   *
   * @param path with slashes; the last part is the image's own name
   * @return from 0, or {@link #NONE}
   */
  public int label(String path) {
    String folder = path;
    for (int slash = folder.lastIndexOf('/'); slash >= 0; slash = folder.lastIndexOf('/')) {
      folder = folder.substring(0, slash);
      String name = folder.substring(folder.lastIndexOf('/') + 1);
      Integer label = labels.get(ClassFolders.className(name));
      if (label != null) {
        return label;
      }
    }
    return NONE;
  }
}
