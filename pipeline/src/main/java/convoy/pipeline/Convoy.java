// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import convoy.pipeline.command.ConvoyCommand;
import convoy.pipeline.session.Prerequisites;
import convoy.pipeline.session.StopRequest;
import convoy.preprocessing.BadInputException;
import picocli.CommandLine;

/** The application's main class, the same for {@code ./convoy} and {@code spark-submit}. */
public final class Convoy {
  private Convoy() {}

  /**
   * Runs a command; exits with 0 when it is done, 1 when it failed, 2 on bad usage or input, 130 or
   * 143 when Ctrl-C or SIGTERM stopped it.
   */
  public static void main(String[] arguments) {
    int status = execute(arguments);
    // Under YARN's cluster mode an exit with 0 counts as a failure.
    if (status != 0) {
      System.exit(status);
    }
  }

  private static int execute(String[] arguments) {
    try {
      Prerequisites.require();
    } catch (BadInputException e) {
      System.err.println("convoy: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    StopRequest stop = StopRequest.listen();
    int status = ConvoyCommand.execute(stop, arguments);
    stop.commandEnded();
    return status;
  }
}
