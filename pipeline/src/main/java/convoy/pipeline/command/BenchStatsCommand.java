// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.bench.StatisticsBench;
import convoy.pipeline.bench.StatisticsBench.Findings;
import convoy.pipeline.run.DataPhases;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.shard.ShardFolder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code convoy bench stats}. */
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Times covariance and eigenvectors of a training split against MLlib's RowMatrix.",
      "MLlib gets a sample of the rows, in memory; the seconds of its covariance are scaled to all"
          + " rows, those of its principal components are not. Without --master in local[2]."
    })
final class BenchStatsCommand implements Callable<Integer> {
  private static final String MASTER = "local[2]";

  @ArgGroup(multiplicity = "1")
  private Data data;

  private static final class Data {
    @Option(
        names = "--source",
        paramLabel = "KIND:WHERE",
        description =
            "data set to shard into a temporary folder first, all of its training pool, for example"
                + " cifar10:FOLDER")
    private String source;

    @Option(
        names = "--shards",
        paramLabel = "DIR",
        description = "what convoy shard wrote; any Hadoop URI")
    private String shards;
  }

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "3",
      description = "runs of Convoy's part, of which the median counts; default: 3")
  private int repeats;

  @Option(
      names = "--peer-rows",
      paramLabel = "N",
      defaultValue = "2000",
      description = "rows of MLlib's sample; default: 2000")
  private int peerRows;

  @Option(
      names = "--peer-components",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "whether MLlib's principal components are timed too: minutes for 3,072 values; if not, the"
              + " ratio is that of the covariances; default: yes")
  private boolean peerComponents;

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException {
    if (repeats < 1 || peerRows < 4) {
      throw new BadInputException(
          "--repeats is at least 1 and --peer-rows at least 4, not %s and %s"
              .formatted(repeats, peerRows));
    }
    var options = new StatisticsBench.Options(repeats, peerRows, peerComponents);
    try (var spark = shared.sparkHere("bench stats", MASTER);
        Scratch scratch = Scratch.create(null, shared.hadoop())) {
      if (data.shards != null) {
        print(run(spark, new Path(data.shards), options));
      } else {
        List<String> settings = List.of("source=" + data.source, "shard.validation=0");
        DataPhases.shard(spark, shared.config(settings), scratch.shards(), false);
        print(run(spark, scratch.shards(), options));
      }
    }
    return 0;
  }

  private Findings run(JavaSparkContext spark, Path shards, StatisticsBench.Options options) {
    return StatisticsBench.run(spark, ShardFolder.open(shards, shared.hadoop()), options);
  }

  private void print(Findings found) throws IOException {
    Results results =
        new Results()
            .add("rows", found.rows())
            .add("columns", found.columns())
            .add("seconds", found.seconds())
            .add("covarianceSeconds", found.covarianceSeconds())
            .add("componentsSeconds", found.componentsSeconds())
            .add("rowsPerSecond", found.rowsASecond())
            .add("peer", "MLlib RowMatrix")
            .add("peerRows", found.peerRows())
            .add("peerSampleSeconds", found.peerSampleSeconds())
            .add("peerCovarianceSeconds", found.peerCovarianceSeconds());
    if (peerComponents) {
      results.add("peerComponentsSeconds", found.peerComponentsSeconds());
    }
    shared.print(
        results
            .add("ratio", found.ratio())
            .add("ratioOf", peerComponents ? "covariance and components" : "covariance")
            .addPeaks(found.peaks()));
  }
}
