// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

/**
 * Something that a user gave cannot be used: a file, a folder, a value. The message is one line
 * that says what, where, the legal range and what to do; commands print it without a stack trace.
 * Whatever names and values it is made of, it stays one printable line without credentials.
 */
public class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadInputException(String message) {
    super(PrintableText.of(Credentials.hidden(message)));
  }

  public BadInputException(String message, Throwable cause) {
    super(PrintableText.of(Credentials.hidden(message)), cause);
  }
}
