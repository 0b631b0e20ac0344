// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.run.OutOfMemoryException;
import convoy.pipeline.session.MemoryGuard;
import convoy.pipeline.session.OutOfMemory;
import convoy.pipeline.session.StopRequest;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Credentials;
import convoy.preprocessing.storage.UnwritableException;
import convoy.training.averaging.DivergedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.spark.package$;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** The root command: everything is in its subcommands. */
@Command(
    name = "convoy",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Trains image classifiers on Apache Spark.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      FetchCommand.class,
      ShardCommand.class,
      StatsCommand.class,
      KnnCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      BaselinesCommand.class,
      ReportCommand.class,
      BenchCommand.class,
      DigestCommand.class,
      DoctorCommand.class
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:the run failed",
      "2:bad usage or bad input",
      "130:stopped by Ctrl-C",
      "143:stopped by SIGTERM"
    })
public final class ConvoyCommand {
  private static final Logger LOG = LoggerFactory.getLogger(ConvoyCommand.class);

  private ConvoyCommand() {}

  /** Runs what the arguments say; returns the exit status. */
  public static int execute(StopRequest stop, String... arguments) {
    MemoryGuard guard = MemoryGuard.install(ConvoyCommand::halt);
    try {
      return new CommandLine(new ConvoyCommand())
          .setExecutionExceptionHandler(
              (error, command, parsed) ->
                  stop.received().isPresent()
                      ? stopped(stop, error, command)
                      : explain(error, command))
          .setUsageHelpAutoWidth(true)
          .execute(arguments);
    } catch (OutOfMemoryError e) {
      return complain(line(OutOfMemory.in(e).orElseThrow()), ExitCode.SOFTWARE);
    } finally {
      guard.close();
    }
  }

  /** Ends the process without waiting for threads that can no longer end. */
  private static void halt(OutOfMemory found) {
    try {
      complain(line(found), ExitCode.SOFTWARE);
    } finally { // whether or not there is memory for the line
      Runtime.getRuntime().halt(ExitCode.SOFTWARE);
    }
  }

  private static String line(OutOfMemory found) {
    return "convoy: " + found.what() + "; " + found.change();
  }

  /** One line that says what is kept; whatever failed, failed because it was to stop. */
  private static int stopped(StopRequest stop, Exception error, CommandLine command) {
    StopRequest.Signal signal = stop.received().orElseThrow();
    LOG.debug("{} was stopped", command.getCommandName(), error);
    stop.unwinding(); // what stopped it is not to stop the look at its files
    String kept = "";
    try {
      kept = command.getCommand() instanceof Resumable resumable ? resumable.kept() : "";
    } catch (IOException e) {
      LOG.debug("nothing can be said of what is kept", e);
    }
    String message =
        "stopped by %s; %s"
            .formatted(
                signal.description(), kept.isEmpty() ? "nothing half written is left" : kept);
    return complain(command, message, signal.status());
  }

  /** One line for what the user can mend; the stack trace only for what Convoy got wrong. */
  private static int explain(Exception error, CommandLine command) {
    Optional<UnwritableException> unwritable = cause(error, UnwritableException.class);
    // A listener of the training has no other way to say it.
    Exception thrown =
        error instanceof UncheckedIOException unchecked ? unchecked.getCause() : error;
    if (thrown instanceof IOException || unwritable.isPresent()) {
      LOG.debug("{} failed", command.getCommandName(), error);
      String message =
          unwritable
              .map(UnwritableException::getMessage)
              .orElseGet(() -> "cannot read or write: " + firstLine(thrown));
      return complain(command, message, ExitCode.SOFTWARE);
    }
    Optional<RuntimeException> known = known(error);
    Optional<OutOfMemory> memory = OutOfMemory.in(error);
    if (known.isEmpty() && memory.isPresent()) {
      LOG.debug("{} failed", command.getCommandName(), error);
      String message = memory.get().what() + "; " + memory.get().change();
      return complain(command, message, ExitCode.SOFTWARE);
    }
    if (known.isEmpty()) {
      LOG.error("{} failed", command.getCommandName(), error);
      return ExitCode.SOFTWARE;
    }
    int status = known.get() instanceof BadInputException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    return complain(command, known.get().getMessage(), status);
  }

  private static int complain(CommandLine command, String message, int status) {
    return complain("convoy " + command.getCommandName() + ": " + message, status);
  }

  private static int complain(String line, int status) {
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    err.println(Credentials.hidden(line));
    return status;
  }

  private static String firstLine(Exception error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("")
        + " ("
        + error.getClass().getSimpleName()
        + ")";
  }

  private static Optional<RuntimeException> known(Exception error) {
    return cause(error, BadInputException.class)
        .map(RuntimeException.class::cast)
        .or(() -> cause(error, DivergedException.class))
        .or(() -> cause(error, OutOfMemoryException.class))
        .or(() -> otherSpark(error));
  }

  /**
   * Whether driver and executors have a class of Spark's in different versions. Of what an executor
   * threw there may be left its text alone.
   */
  static Optional<RuntimeException> otherSpark(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause.toString().contains("InvalidClassException: org.apache.spark.")) {
        return Optional.of(
            new BadInputException(
                "the cluster's Spark is another version than the driver's %s, and their tasks are not"
                        .formatted(package$.MODULE$.SPARK_VERSION())
                    + " compatible; submit with the cluster's own spark-submit",
                error));
      }
    }
    return Optional.empty();
  }

  /** Spark wraps what an executor threw. */
  private static <T extends Throwable> Optional<T> cause(Throwable error, Class<T> kind) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return Optional.of(kind.cast(cause));
      }
    }
    return Optional.empty();
  }
}
