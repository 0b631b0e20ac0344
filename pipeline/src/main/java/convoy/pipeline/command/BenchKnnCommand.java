// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.bench.NeighboursBench;
import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code convoy bench knn}. */
@Command(
    name = "knn",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Times exact nearest neighbours, L1 and L2, against a naive loop in one thread, which must"
          + " find the same.",
      "The images are 32 x 32 x 3 of noise. The loop does a sample of the queries; its seconds are"
          + " scaled to all."
    })
final class BenchKnnCommand implements Callable<Integer> {
  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "50000",
      description = "training examples; default: 50000")
  private int examples;

  @Option(
      names = "--queries",
      paramLabel = "N",
      defaultValue = "10000",
      description = "examples to be classified; default: 10000")
  private int queries;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "3",
      description = "runs of Convoy's part, of which the median counts; default: 3")
  private int repeats;

  @Option(
      names = "--peer-queries",
      paramLabel = "N",
      defaultValue = "50",
      description = "queries of the naive loop; default: 50")
  private int peerQueries;

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException {
    if (examples < 1 || queries < 1 || repeats < 1 || peerQueries < 1 || peerQueries > queries) {
      throw new BadInputException(
          "--examples, --queries, --repeats and --peer-queries are at least 1, and --peer-queries at"
              + " most --queries, not %s, %s, %s and %s"
                  .formatted(examples, queries, repeats, peerQueries));
    }
    var options = new NeighboursBench.Options(examples, queries, repeats, peerQueries);
    try (var spark = shared.spark()) {
      List<Map<String, Object>> distances =
          NeighboursBench.run(spark, options).stream().map(BenchKnnCommand::record).toList();
      shared.print(
          new Results()
              .add("examples", examples)
              .add("queries", queries)
              .add("peer", "naive loop, one thread")
              .add("peerQueries", peerQueries)
              .add("distances", distances));
    }
    return 0;
  }

  private static Map<String, Object> record(NeighboursBench.Findings found) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("distance", found.distance().name());
    record.put("seconds", found.seconds());
    record.put("peerSeconds", found.peerSeconds());
    record.put("ratio", found.ratio());
    return record;
  }
}
