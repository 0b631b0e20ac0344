// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.metric.WilsonInterval;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.run.BaselinesPhase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code convoy baselines}. */
@Command(
    name = "baselines",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains a linear softmax and a linear SVM for 3 epochs on the shards and statistics of a run,"
          + " into its folder baselines, and measures both on the validation split, to be beaten.",
      "Seed and workers are the run's, the preprocessing is channel; --set and --config change"
          + " settings of both. Baselines that are there are replaced. The test split is not read."
    })
final class BaselinesCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "run folder; any Hadoop URI")
  private String run;

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException {
    RunFolder folder = RunFolder.open(run, shared.hadoop());
    try (var spark = shared.spark()) {
      List<Map<String, Object>> rows = new ArrayList<>();
      for (MemberMetrics measured : new BaselinesPhase(spark, folder, shared::configOver).run()) {
        rows.add(row(measured));
      }
      shared.print(new Results().add("run", folder.path().toString()).add("baselines", rows));
    }
    return 0;
  }

  private static Map<String, Object> row(MemberMetrics measured) {
    long hits = Math.round(measured.top1() * measured.count());
    WilsonInterval interval = WilsonInterval.of(hits, measured.count());
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", measured.name());
    row.put("split", measured.split().code());
    row.put("accuracy", measured.top1());
    row.put("low", interval.low());
    row.put("high", interval.high());
    return row;
  }
}
