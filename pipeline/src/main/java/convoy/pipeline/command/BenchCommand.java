// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import picocli.CommandLine.Command;

/** {@code convoy bench}: everything is in its subcommands. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Times Convoy against its peers, in one run each.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchStatsCommand.class,
      BenchDecodeCommand.class,
      BenchShardCommand.class,
      BenchTrainCommand.class,
      BenchKnnCommand.class,
      BenchEvaluateCommand.class
    })
final class BenchCommand {}
