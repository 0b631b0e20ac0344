// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.statistics.CovarianceMemory;
import convoy.preprocessing.statistics.PixelSums;
import convoy.preprocessing.statistics.StatisticsJob.Components;
import convoy.preprocessing.statistics.StatisticsJob.Request;
import java.util.Locale;

/** Fits the computation of statistics into the Java heap of the driver. */
final class StatisticsMemory {
  private static final double GIBIBYTE = 1L << 30;

  private static final String SMALLER =
      "make the images smaller (imageSize, --image-size), or find the first components without a"
          + " covariance (statistics.components = 256, --components 256), or none with a preprocess"
          + " that needs none (statistics.covariance = never, --covariance never)";

  private StatisticsMemory() {}

  /** The work of a request, for the message where it runs out of memory all the same. */
  static MemoryUse use(Request request) {
    return new MemoryUse(
        String.format(
            Locale.ROOT,
            "computing statistics of images of %s, %,d values",
            request.shape(),
            request.shape().size()),
        SMALLER);
  }

  /**
   * How many tasks to read the training split in: fewer than could run where the heap has no room
   * for a sum in each. Exact sums do not depend on them.
   *
   * @param slots tasks that can run at the same time
   * @throws BadInputException if the heap is too small for the request
   */
  static int tasks(Request request, int slots) {
    return tasks(request, slots, Runtime.getRuntime().maxMemory());
  }

  /** The same for a heap of so many bytes. */
  static int tasks(Request request, int slots, long heap) {
    ImageShape shape = request.shape();
    if (!(request.components() instanceof Components.Exact)
        || shape.size() > PixelSums.MAXIMUM_SIZE) {
      return slots;
    }
    CovarianceMemory memory = new CovarianceMemory(shape.size());
    if (memory.least() > heap) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "the covariance of images of %s, %,d values, takes a Java heap of %.1f GiB, and the"
                  + " driver has %.1f: give it more (CONVOY_MEMORY=%.0fg, --driver-memory of"
                  + " spark-submit), %s",
              shape,
              shape.size(),
              memory.least() / GIBIBYTE,
              heap / GIBIBYTE,
              Math.ceil(1.2 * memory.least() / GIBIBYTE),
              SMALLER));
    }
    return memory.tasks(heap, slots);
  }
}
