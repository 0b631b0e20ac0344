// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.ElementType;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * A source that was looked through: what it holds is found, and warned of, once, however often it
 * is asked.
 *
 * @param source that was looked through
 * @param classNames of it
 * @param slices of it
 */
public record ListedSource(Source source, List<String> classNames, List<Slice> slices)
    implements Source {
  /**
   * Looks through a source.
   *
   * @throws convoy.preprocessing.BadInputException as {@link Source#classNames} and {@link
   *     Source#slices} do
   */
  public static ListedSource of(Source source, Configuration hadoop) {
    return new ListedSource(source, source.classNames(hadoop), source.slices(hadoop));
  }

  @Override
  public String specification() {
    return source.specification();
  }

  @Override
  public ElementType elements() {
    return source.elements();
  }

  @Override
  public List<String> classNames(Configuration hadoop) {
    return classNames;
  }

  @Override
  public List<Slice> slices(Configuration hadoop) {
    return slices;
  }
}
