// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.ElementType;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A data set as its authors publish it, or as Convoy draws it. */
public interface Source {
  /** What {@link Sources#parse} turns back into this source, for example {@code cifar10:/data}. */
  String specification();

  /**
   * The classes in the order of their labels.
   *
   * @throws convoy.preprocessing.BadInputException if they stand in a folder that cannot be read
   */
  List<String> classNames(Configuration hadoop);

  /** What the values of every example are, once it is decoded. */
  default ElementType elements() {
    return ElementType.UINT8;
  }

  /**
   * The parts in which executors read the source; looked up and checked now.
   *
   * @throws convoy.preprocessing.BadInputException if a folder or file is missing or has a wrong
   *     size
   */
  List<Slice> slices(Configuration hadoop);
}
