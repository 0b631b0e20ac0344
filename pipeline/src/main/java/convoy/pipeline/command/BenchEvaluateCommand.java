// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.bench.EvaluationBench;
import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code convoy bench evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Times the evaluation of many members, and of their ensemble, against their forward passes"
          + " alone, on as many threads and without Spark.",
      "The network is 'convnet', the images are 32 x 32 x 3 of noise. One evaluation reads each image"
          + " once, whatever the number of members."
    })
final class BenchEvaluateCommand implements Callable<Integer> {
  @Option(
      names = "--members",
      paramLabel = "N",
      defaultValue = "10",
      description = "sets of parameters; default: 10")
  private int members;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "10000",
      description = "examples that are classified; default: 10000")
  private int images;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "3",
      description = "measurements that count, after a warm-up; default: 3")
  private int repeats;

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException {
    if (members < 1 || images < 1 || repeats < 1) {
      throw new BadInputException(
          "--members, --images and --repeats are at least 1, not %s, %s and %s"
              .formatted(members, images, repeats));
    }
    try (var spark = shared.spark()) {
      EvaluationBench.Findings found =
          EvaluationBench.run(spark, new EvaluationBench.Options(members, images, repeats));
      shared.print(
          new Results()
              .add("members", members)
              .add("images", images)
              .add("imagesRead", found.imagesRead())
              .add("seconds", found.seconds())
              .add("forwardSeconds", found.forwardSeconds())
              .add("ratio", found.ratio()));
    }
    return 0;
  }
}
