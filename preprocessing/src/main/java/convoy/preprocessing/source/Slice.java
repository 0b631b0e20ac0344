// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.Example;
import convoy.preprocessing.Split;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** A part of a source that one executor reads from its beginning to its end. */
public interface Slice extends Serializable {
  /**
   * The split that the data set's authors put these examples in. Empty where they are a pool of
   * which a share is held out for validation; the training split proper only where there is an
   * official validation split beside it, so that nothing is held out.
   */
  Optional<Split> officialSplit();

  /**
   * Opens the slice.
   *
   * @param hadoop how file systems are reached
   * @throws IOException if it cannot be read
   */
  Examples open(Configuration hadoop) throws IOException;

  /**
   * The examples of an open slice, in its order. {@code next} throws {@link
   * UnusableExampleException} in place of an example that cannot be used, and goes on with the one
   * behind it when it is called again. Any other {@link convoy.preprocessing.BadInputException}
   * ends the slice: nothing behind it can be trusted.
   */
  interface Examples extends Iterator<Example>, Closeable {}
}
