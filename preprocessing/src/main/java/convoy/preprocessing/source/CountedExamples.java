// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Example;
import java.io.Closeable;
import java.io.IOException;
import java.util.NoSuchElementException;

/** Examples whose number is known beforehand, read one by one from something that is open. */
abstract class CountedExamples implements Slice.Examples {
  private final String place;
  private final Closeable open;
  private final int to;
  private int next;

  /**
   * The examples {@code from} to {@code to} (exclusive).
   *
   * @param place what is read, for errors
   * @param open is closed with the examples
   */
  CountedExamples(String place, Closeable open, int from, int to) {
    this.place = place;
    this.open = open;
    this.next = from;
    this.to = to;
  }

  /**
   * Reads the example of that index; called once for each, in order.
   *
   * @throws IOException if it cannot be read
   * @throws UnusableExampleException if it cannot be used, and others can
   * @throws BadInputException if it is read and nothing behind it can be trusted
   */
  abstract Example read(int index) throws IOException;

  @Override
  public final boolean hasNext() {
    return next < to;
  }

  @Override
  public final Example next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are " + to + " examples");
    }
    try {
      return read(next++);
    } catch (IOException e) {
      throw new BadInputException(
          "%s: record %s of %s cannot be read (%s); the file is truncated, damaged or gone"
              .formatted(place, next - 1, to, reason(e)),
          e);
    }
  }

  private static String reason(IOException e) {
    String kind = e.getClass().getSimpleName();
    return e.getMessage() == null ? kind : kind + ": " + e.getMessage();
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
