// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.folder.RunFolder;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.statistics.Statistics;
import convoy.preprocessing.statistics.StatisticsFolder;
import convoy.preprocessing.transform.Preprocessors;
import convoy.training.checkpoint.CheckpointInfo;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * The statistics that a run preprocesses by; the shards that they are of need not be there any
 * more.
 *
 * @param path where they are
 * @param digest of them, as checkpoints name it
 */
record RunStatistics(Path path, Statistics statistics, String digest) {
  /**
   * Opens those that a run says it was trained with.
   *
   * @throws BadInputException if they are missing or damaged, or the run has not been trained
   */
  static RunStatistics of(RunFolder run) throws IOException {
    Path path = Inputs.place(run, "statistics");
    StatisticsFolder folder = new StatisticsFolder(path, run.hadoop());
    return new RunStatistics(path, folder.read(), folder.digest());
  }

  /**
   * Refuses a checkpoint that was trained with others.
   *
   * @throws BadInputException if the shapes of the images or the digests of the statistics differ
   */
  void requireTrained(CheckpointInfo checkpoint) {
    ImageShape seen =
        Preprocessors.fit(checkpoint.preprocess(), statistics).outputShape(statistics.shape());
    if (!seen.equals(checkpoint.model().input())) {
      throw new BadInputException(
          "the run was trained on images of %s, but the statistics %s make them %s; compute them as they were"
              .formatted(checkpoint.model().input(), path, seen));
    }
    if (!checkpoint.data().statisticsDigest().equals(digest)) {
      throw new BadInputException(
          "the run was trained with other statistics (digest %.12s...) than %s (%.12s...)"
              .formatted(checkpoint.data().statisticsDigest(), path, digest));
    }
  }
}
