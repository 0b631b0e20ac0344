// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.preprocessing.Credentials;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command as it can be pasted into a POSIX shell, without credentials. */
public final class ShellCommand {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");

  private ShellCommand() {}

  /** The words with blanks between them; those that the shell would change stand in quotes. */
  public static String of(List<String> words) {
    return words.stream()
        .map(Credentials::hidden)
        .map(ShellCommand::quoted)
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
