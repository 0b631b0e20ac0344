// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.folder.RunFolder;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.statistics.Statistics;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shards that a run was trained on, for its report, which is written without them where they
 * are gone or are others now.
 */
final class TrainingShards {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingShards.class);

  private TrainingShards() {}

  /** The shards, if they are still there. */
  static Optional<ShardFolder> of(RunFolder run, Statistics statistics) throws IOException {
    try {
      ShardFolder shards = ShardFolder.open(Inputs.place(run, "shards"), run.hadoop());
      if (shards.manifest().split(Split.TRAIN).digest().equals(statistics.splitDigest())) {
        return Optional.of(shards);
      }
      LOG.info("the report knows no training split: these shards are of another");
    } catch (BadInputException e) {
      LOG.info("the report knows no training split: {}", e.getMessage());
    }
    return Optional.empty();
  }

  /** The training split's examples by class; empty without shards. */
  static List<Long> histogram(Optional<ShardFolder> shards) {
    return shards
        .map(folder -> folder.manifest().split(Split.TRAIN).classHistogram())
        .orElse(List.of());
  }
}
